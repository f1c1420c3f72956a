/** What a tool of the document is: its words for models, what it takes, and what it does. */
import type * as z from "zod";
import type { OpenText } from "../document-host.ts";
import type { Desk } from "./desk.ts";
import type { TextFilter } from "./text-filter.ts";

interface Described<P extends z.ZodObject> {
  readonly name: string;
  /** Written for a model that has never seen the document. */
  readonly description: string;
  /** The text of a writing tool comes last: what is before it says where it goes. */
  readonly parameters: P;
}

/** Done when the model's turn is over. */
export interface PlainTool<P extends z.ZodObject = z.ZodObject> extends Described<P> {
  readonly kind: "plain";
  /** Changes nothing. */
  readonly readOnly?: true;
  /** In words for the model, trouble included. */
  run(desk: Desk, args: z.output<P>): Promise<string>;
}

/** Its text is written into a block while the model writes it. */
export interface WritingTool<P extends z.ZodObject = z.ZodObject> extends Described<P> {
  readonly kind: "writing";
  /** The parameter that is written. */
  readonly text: string;
  /** With all arguments but the text, which is "" here. */
  begin(desk: Desk, args: z.output<P>): Promise<Sheet | Problem>;
}

export type DocumentTool = PlainTool | WritingTool;

/** A block that is being written to. */
export interface Sheet {
  readonly open: OpenText;
  readonly filter: TextFilter;
  /** For people: "Introduction". */
  readonly label: string;
  /** What the model is told when all of it is written. */
  told(): Promise<string>;
  /** Takes a block that was made for it away again. Absent: there was one already. */
  undo?(): Promise<void>;
}

/** In words for the model: nothing was done. */
export interface Problem {
  readonly problem: string;
}

export const definePlain = <P extends z.ZodObject>(tool: Omit<PlainTool<P>, "kind">): PlainTool<P> => ({
  kind: "plain",
  ...tool,
});

export const defineWriting = <P extends z.ZodObject>(tool: Omit<WritingTool<P>, "kind">): WritingTool<P> => ({
  kind: "writing",
  ...tool,
});
