/** When an answer is over: its processor has run and come to rest. And what went wrong with it. */
import type { ServerFrame } from "../../documents/wire.ts";

export class AnswerWatch {
  readonly #chatId: string;
  readonly errors: string[] = [];
  readonly over: Promise<void>;
  #end: () => void = () => {};
  #hasRun = false;

  constructor(chatId: string) {
    this.#chatId = chatId;
    this.over = new Promise((resolve) => (this.#end = resolve));
  }

  hear(frame: ServerFrame): void {
    if (frame.type === "error") this.errors.push(frame.content);
    if (frame.type !== "activity" || frame.chat_id !== this.#chatId) return;
    if (frame.activity === "running") this.#hasRun = true;
    else if (this.#hasRun) this.#end();
  }
}
