/** The tools of one agent at a document in memory, and its calls as they stream. */
import type { ModelEvent, ToolCall } from "../../src/agents/types.ts";
import type { Author } from "../../src/documents/model.ts";
import { Desk, type DoneAction } from "../../src/documents/tools/desk.ts";
import { DocumentTools } from "../../src/documents/tools/document-tools.ts";
import { settle } from "./manual-clock.ts";
import { DOCUMENT, GRACE, MemoryDocuments } from "./memory-pen.ts";
import { call } from "./scripted-provider.ts";

export const ADA: Author = { type: "agent", model: "demo/ada", name: "Ada" };

export class DeskStage {
  readonly documents: MemoryDocuments;
  readonly desk: Desk;
  readonly tools: DocumentTools;
  readonly actions: DoneAction[] = [];
  readonly news: string[] = [];

  constructor(author: Author = ADA, documents = new MemoryDocuments()) {
    this.documents = documents;
    const document = { id: "d1", user_id: "u1", title: "Untitled", created_at: 0, updated_at: 0 };
    this.desk = new Desk({
      pen: documents.penOf(author),
      document,
      isUnnamed: true,
      onAction: (action) => this.actions.push(action),
    });
    this.tools = new DocumentTools({
      desk: this.desk,
      takeNews: async () => this.news.splice(0),
      recall: async () => "",
    });
  }

  /** A block that the person has written. */
  given(content: string, type: "md" | "csv" | "interactive_chart" | "image/png" = "md"): string {
    const id = this.documents.newId("block");
    const block = { id, type, meta: {}, place: "end" } as const;
    this.documents.do(GRACE, DOCUMENT, { type: "add", block, content });
    return id;
  }

  /** The model has read all of it. */
  async readAll(): Promise<void> {
    for (const { block } of await this.desk.blocks()) this.desk.reading.tell(block);
    this.desk.reading.asked();
  }

  /** What a model streams of `calls`, cut at `cuts` (places in the arguments). */
  async stream(calls: readonly ToolCall[], cuts: readonly number[] = []): Promise<void> {
    for (const one of calls) {
      this.tools.hear({ type: "tool_call_start", call_id: one.call_id, name: one.name });
      for (const text of piecesOf(one.arguments, cuts)) {
        this.tools.hear({ type: "tool_call_delta", call_id: one.call_id, text });
        await settle();
      }
      this.tools.hear({ type: "tool_call_end", call_id: one.call_id });
    }
  }

  end(event: ModelEvent): void {
    this.tools.hear(event);
  }

  /** A whole turn of the model; resolves to what it is told. */
  async turn(calls: readonly ToolCall[], cuts: readonly number[] = []): Promise<readonly string[]> {
    await this.stream(calls, cuts);
    const message = { role: "assistant", text: "", thinking: "", tool_calls: calls } as const;
    this.end({ type: "done", finish: "tool_use", message });
    const told: string[] = [];
    for (const one of calls) told.push(await this.tools.run(one));
    return told;
  }

  async do(name: string, args: Record<string, unknown> | string, cuts: readonly number[] = []): Promise<string> {
    const [told = ""] = await this.turn([call(name, args)], cuts);
    return told;
  }
}

function piecesOf(text: string, cuts: readonly number[]): readonly string[] {
  const places = [0, ...new Set(cuts.filter((cut) => cut > 0 && cut < text.length)), text.length].sort((a, b) => a - b);
  return places.slice(1).map((end, index) => text.slice(places[index], end));
}
