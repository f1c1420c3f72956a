/**
 * The call of a writing tool while the model writes its arguments: as soon as all that comes before the text is whole and
 * valid the block is begun, and the text goes into it as it arrives. What the arguments turn out to be is judged at the end.
 */
import { EMPTY_FIELD, type PartialField, readPartialField } from "../../agents/partial-json.ts";
import { parseJson } from "../../agents/parse-json.ts";
import { expectedArguments, parseArguments } from "../../agents/tools.ts";
import { mention } from "./block-words.ts";
import type { Desk } from "./desk.ts";
import type { Problem, Sheet, WritingTool } from "./document-tool.ts";

type Begun = { readonly sheet: Sheet } | Problem;

export class StreamedCall {
  readonly #tool: WritingTool;
  readonly #desk: Desk;
  #json = "";
  #field: PartialField = EMPTY_FIELD;
  #begun: Promise<Begun> | null = null;
  /** The arguments it was begun with, without the text. */
  #begunWith = "";
  /** Set when the block is there. */
  #sheet: Sheet | null = null;
  /** What of the text the block's filter has been given. */
  #given = "";
  #ended: Promise<string> | null = null;
  /** An earlier call of the turn may change what there is to write to: nothing is begun before it is done. */
  #held: boolean;

  constructor(tool: WritingTool, desk: Desk, held: boolean) {
    this.#tool = tool;
    this.#desk = desk;
    this.#held = held;
  }

  /** More of the arguments. */
  add(piece: string): void {
    this.#json += piece;
    if (this.#held) return;
    if (this.#begun) {
      this.#field = readPartialField(this.#field, piece, this.#tool.text);
      return this.#pass();
    }
    // Up to where the text begins a character at a time: what was before it says where it goes.
    for (let at = 0; at < piece.length; at++) {
      this.#field = readPartialField(this.#field, piece.charAt(at), this.#tool.text);
      if (this.#field.scan.inside !== "field") continue;
      this.#beginEarly(this.#json.slice(0, this.#json.length - piece.length + at + 1));
      this.#field = readPartialField(this.#field, piece.slice(at + 1), this.#tool.text);
      return;
    }
  }

  /** All of the arguments are there, `written` as the model's turn has them. Resolves to what the model is told; twice is once. */
  finish(written: string): Promise<string> {
    this.#ended ??= this.#finish(written);
    return this.#ended;
  }

  /** The stream of the arguments has ended. Where they are whole the block is done now, not when the next one is too. */
  finishEarly(): void {
    if (this.#held || this.#json.trim() === "" || !parseArguments(this.#tool, this.#json).ok) return;
    this.finish(this.#json).catch(() => {});
  }

  /** No more comes, and nobody asks for it: what was written stays. Resolves to what the model is to know; null: nothing. */
  async cut(): Promise<string | null> {
    if (this.#ended) return this.#ended;
    const { promise, resolve } = Promise.withResolvers<string>();
    this.#ended = promise;
    const sheet = await this.#cut().finally(() => resolve("[system] Not done: your answer was cut."));
    if (!sheet) return null;
    return `[system] Your answer broke off while you wrote “${sheet.label}”. What you had written is kept, unfinished: go on where it ends with write_block and block_id ${sheet.open.block_id}.`;
  }

  async #finish(written: string): Promise<string> {
    const { name, text } = this.#tool;
    const parsed = parseArguments(this.#tool, written);
    if (!parsed.ok) {
      const expected = `Arguments of ${name} are not valid: ${parsed.problem}; expected ${expectedArguments(this.#tool)}.`;
      const sheet = await this.#cut();
      if (!sheet) return `[system] ${expected}`;
      return `[system] ${expected} What you had written is kept, unfinished, in ${sheet.open.block_id}: go on with write_block and that block_id.`;
    }
    const value = parsed.value[text];
    const whole = typeof value === "string" ? value : "";
    const begun = await this.#begunAs({ ...parsed.value, [text]: "" });
    if ("problem" in begun) return begun.problem;
    const { sheet } = begun;
    // Where the field came twice the last one counts, and the first has been written already.
    if (!whole.startsWith(this.#given)) return this.#writeAnew(sheet, whole);
    this.#give(sheet, whole);
    return this.#close(sheet);
  }

  /** Where the text came before other arguments, they may say that it goes elsewhere. */
  async #begunAs(args: Record<string, unknown>): Promise<Begun> {
    const begun = await (this.#begun ??= this.#begin(args));
    if ("problem" in begun || !begun.sheet.undo || JSON.stringify(args) === this.#begunWith) return begun;
    await begun.sheet.undo();
    this.#sheet = null;
    this.#given = "";
    this.#begun = this.#begin(args);
    return this.#begun;
  }

  async #writeAnew({ open }: Sheet, whole: string): Promise<string> {
    await open.end("cut");
    const { pen, owner } = this.#desk;
    const found = await this.#desk.find(open.block_id);
    if ("problem" in found) return found.problem;
    const { block } = found.state;
    const began = await pen.begin(owner, { type: "edit", block_id: block.id, base: block.version });
    if ("refusal" in began) return `[system] Only a part is written: ${began.refusal.message}`;
    began.open.write(clean(whole));
    await began.open.end("done");
    return `Written to ${mention(found.state)}.`;
  }

  async #close(sheet: Sheet): Promise<string> {
    const { text, notes } = sheet.filter.end();
    if (text !== "") sheet.open.write(text);
    await sheet.open.end("done");
    const { lost, block_id } = sheet.open;
    if (lost !== null) return `[system] Not all of it is written to ${block_id}: ${lost}`;
    return [await sheet.told(), ...notes].join(" ");
  }

  async #cut(): Promise<Sheet | null> {
    const begun = await this.#begun;
    if (!begun || "problem" in begun) return null;
    if (this.#field.text.startsWith(this.#given)) this.#give(begun.sheet, this.#field.text);
    const { text } = begun.sheet.filter.end();
    if (text !== "") begun.sheet.open.write(text);
    await begun.sheet.open.end("cut");
    return begun.sheet;
  }

  #beginEarly(json: string): void {
    const earlier = parseJson(`${json}"}`);
    const parsed = this.#tool.parameters.safeParse(earlier);
    // Something is missing, or wrong: it may come later, and is judged at the end.
    if (!parsed.success) {
      this.#held = true;
      return;
    }
    this.#begun = this.#begin({ ...parsed.data, [this.#tool.text]: "" });
    // What went wrong is told when the call is answered.
    this.#begun.catch(() => {});
  }

  async #begin(args: Record<string, unknown>): Promise<Begun> {
    this.#begunWith = JSON.stringify(args);
    const begun = await this.#tool.begin(this.#desk, args);
    if ("problem" in begun) return begun;
    this.#sheet = begun;
    this.#pass();
    return { sheet: begun };
  }

  /** What has come of the text meanwhile. */
  #pass(): void {
    if (this.#sheet && !this.#ended && this.#field.text.startsWith(this.#given))
      this.#give(this.#sheet, this.#field.text);
  }

  #give({ open, filter }: Sheet, text: string): void {
    const piece = text.slice(this.#given.length);
    this.#given = text;
    const ready = filter.add(clean(piece));
    if (ready !== "") open.write(ready);
  }
}

/** Half a surrogate pair, and the character that no database takes, are no text. As long as it was. */
function clean(text: string): string {
  return text.toWellFormed().replaceAll("\u0000", "\ufffd");
}
