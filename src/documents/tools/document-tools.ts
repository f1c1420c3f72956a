/** The tools of one agent at one document: hears what it streams, writes while it does, and answers its calls. */
import type { AgentTools } from "../../agents/agent-tools.ts";
import { expectedArguments, parseArguments } from "../../agents/tools.ts";
import type { ModelEvent, ToolCall, ToolSpec } from "../../agents/types.ts";
import type { Desk } from "./desk.ts";
import { errorMessage } from "../../agents/error-message.ts";
import { StreamedCall } from "./streamed-call.ts";
import { DOCUMENT_TOOL_SPECS, DOCUMENT_TOOLS } from "./tool-table.ts";

export interface DocumentToolsOptions {
  readonly desk: Desk;
  /** What the model is told beside the next result: the person's messages, what others did to the document. */
  readonly takeNews: () => Promise<readonly string[]>;
  /** The document as it is now, where the model's memory begins anew. */
  readonly recall: () => Promise<string>;
}

interface Open {
  readonly call_id: string;
  readonly name: string;
  /** null: a tool that does nothing before its turn is over. */
  readonly streamed: StreamedCall | null;
}

export class DocumentTools implements AgentTools {
  readonly specs: readonly ToolSpec[] = DOCUMENT_TOOL_SPECS;
  readonly #options: DocumentToolsOptions;
  /** The calls of the turn, in order; those that are to be answered stay until they are. */
  #open: Open[] = [];
  #streaming = false;
  readonly #cuts = new Set<Promise<void>>();
  #untold: string[] = [];

  constructor(options: DocumentToolsOptions) {
    this.#options = options;
  }

  hear(event: ModelEvent): void {
    if (!this.#streaming) this.#beginTurn();
    switch (event.type) {
      case "tool_call_start":
        return this.#start(event.call_id, event.name);
      case "tool_call_delta":
        return this.#openCall(event.call_id)?.streamed?.add(event.text);
      case "tool_call_end":
        return this.#openCall(event.call_id)?.streamed?.finishEarly();
      case "done":
        return this.#endTurn(event.finish === "tool_use" ? event.message.tool_calls : []);
      case "error":
      case "aborted":
        return this.#endTurn([]);
      default:
        return;
    }
  }

  async run(call: ToolCall): Promise<string> {
    const [text, news] = [await this.#run(call).catch(trouble), await this.takeNews()];
    return [text, ...news].join("\n");
  }

  recall(): Promise<string> {
    return this.#options.recall();
  }

  /** What the model should know before it goes on: what it left unfinished, and what others did and said. */
  async takeNews(): Promise<readonly string[]> {
    await Promise.all(this.#cuts);
    const cut = this.#untold;
    this.#untold = [];
    return [...cut, ...(await this.#options.takeNews())];
  }

  /** What is still being written stays as it is, unfinished. Resolves when all of it is stored. */
  async close(): Promise<void> {
    this.#endTurn([]);
    await Promise.all(this.#cuts);
  }

  #openCall(callId: string): Open | undefined {
    return this.#open.findLast(({ call_id }) => call_id === callId);
  }

  #beginTurn(): void {
    this.#streaming = true;
    this.#options.desk.reading.asked();
  }

  #start(call_id: string, name: string): void {
    const tool = DOCUMENT_TOOLS.get(name);
    const held = this.#open.some((open) => {
      const before = DOCUMENT_TOOLS.get(open.name);
      return before?.kind === "plain" && before.readOnly !== true;
    });
    const streamed = tool?.kind === "writing" ? new StreamedCall(tool, this.#options.desk, held) : null;
    this.#open.push({ call_id, name, streamed });
  }

  /** `asked`: the calls that will be run. What was begun beside them is cut. */
  #endTurn(asked: readonly ToolCall[]): void {
    this.#streaming = false;
    const left = asked.map(({ call_id }) => call_id);
    const [kept, cut]: [Open[], Open[]] = [[], []];
    for (const open of this.#open) {
      const place = left.indexOf(open.call_id);
      if (place >= 0) left.splice(place, 1);
      (place >= 0 ? kept : cut).push(open);
    }
    this.#open = kept;
    for (const { streamed } of cut) if (streamed) this.#cut(streamed);
  }

  #cut(streamed: StreamedCall): void {
    const done = streamed
      .cut()
      .then((words) => {
        if (words !== null) this.#untold.push(words);
      })
      .catch(() => {})
      .finally(() => this.#cuts.delete(done));
    this.#cuts.add(done);
  }

  async #run(call: ToolCall): Promise<string> {
    const { desk } = this.#options;
    const place = this.#open.findIndex(({ call_id, name }) => call_id === call.call_id && name === call.name);
    const [open] = place < 0 ? [] : this.#open.splice(place, 1);
    const tool = DOCUMENT_TOOLS.get(call.name);
    if (!tool)
      return `[system] Unknown tool '${call.name.slice(0, 64)}'. Tools: ${[...DOCUMENT_TOOLS.keys()].join(", ")}.`;
    if (tool.kind === "writing") {
      const streamed = open?.streamed ?? new StreamedCall(tool, desk, true);
      return streamed.finish(call.arguments);
    }
    const parsed = parseArguments(tool, call.arguments);
    if (parsed.ok) return tool.run(desk, parsed.value);
    return `[system] Arguments of ${tool.name} are not valid: ${parsed.problem}; expected ${expectedArguments(tool)}.`;
  }
}

function trouble(error: unknown): string {
  return `[system] Not done: ${errorMessage(error)}`;
}
