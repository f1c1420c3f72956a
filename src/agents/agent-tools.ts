/** Tools of an agent beside the room's actions: what the model is offered, and who does what it asks for. */
import type { ModelEvent, ToolCall, ToolSpec } from "./types.ts";

export interface AgentTools {
  /** The same in every call of a run. */
  readonly specs: readonly ToolSpec[];
  /** All that the model streams, as it comes: the arguments of a call are heard while they are written. */
  hear(event: ModelEvent): void;
  /** What came of a call, in words for the model. Never rejects: trouble is words too. */
  run(call: ToolCall): Promise<string>;
  /** What the model has to know of its work where its memory begins anew; "": nothing. */
  recall(): Promise<string>;
}

/** Nothing beside the room. */
export const NO_TOOLS: AgentTools = {
  specs: [],
  hear: () => {},
  run: async ({ name }) => `[system] Unknown tool '${name}'.`,
  recall: async () => "",
};
