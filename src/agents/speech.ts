/**
 * Says plain text in the room for a model that uses no tools: append as often as it takes, then push. Text that could
 * not be sent stays as the draft until the model speaks again; what it says then takes its place.
 */
import type { StickResult } from "../chatroom/session.ts";
import { LIMITS } from "../chatroom/protocol.ts";
import type { Answer, RunContext, ToolRunner } from "./tool-runner.ts";
import type { ToolCall } from "./types.ts";

export interface Spoken {
  readonly answers: readonly Answer[];
  /** `kept`: the push was refused, the draft stays. `not_taken`: not even a draft could be made. */
  readonly outcome: "sent" | "kept" | "not_taken";
}

export class Speech {
  readonly #runner: ToolRunner;
  readonly #callOf: (name: string, parameters: Record<string, unknown>) => ToolCall;
  #keptDraft = false;

  constructor(runner: ToolRunner, callOf: (name: string, parameters: Record<string, unknown>) => ToolCall) {
    this.#runner = runner;
    this.#callOf = callOf;
  }

  /** The model works on its draft by itself again: it is not to be replaced behind its back. */
  forget(): void {
    this.#keptDraft = false;
  }

  async say(text: string, context: RunContext): Promise<Spoken> {
    const answers: Answer[] = [];
    const act = async (name: string, parameters: Record<string, unknown> = {}) => {
      const answer = await this.#runner.run(this.#callOf(name, parameters), context);
      answers.push(answer);
      return answer;
    };
    if (this.#keptDraft) await act("reset");
    this.#keptDraft = false;
    let rest = text;
    let claimed = false;
    while (rest.trim() !== "") {
      const answer = await act("append", { text: nextPiece(rest) });
      const taken = appendedLength(answer);
      if (taken > 0) {
        rest = rest.slice(taken);
        continue;
      }
      const claim = answer.result?.reason === "stick_needed" && !claimed;
      claimed = true;
      if (claim && ((await act("talking_stick")).result as StickResult | undefined)?.granted) continue;
      this.#keptDraft = rest !== text;
      return { answers, outcome: this.#keptDraft ? "kept" : "not_taken" };
    }
    const { result } = await act("push");
    if (result?.status === 1) return { answers, outcome: "sent" };
    this.#keptDraft = true;
    return { answers, outcome: "kept" };
  }
}

/**
 * A piece that one append takes, ending before white space, so that the pieces join as the text was. Text without white
 * space is given in one larger piece: where to cut it is the session's business, which then joins it without a gap.
 */
function nextPiece(text: string): string {
  const limit = LIMITS.appendCharacters;
  if (text.length <= limit) return text;
  const lead = text.length - text.trimStart().length;
  for (let end = limit; end > lead; end--) {
    if (/\s/u.test(text.charAt(end))) return text.slice(0, end);
  }
  return text;
}

/** How far the text was taken; an append that was not cut took all it was given. */
function appendedLength({ result }: Answer): number {
  return result && "appended" in result && typeof result.appended === "string" ? result.appended.length : 0;
}
