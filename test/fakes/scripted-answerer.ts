/** An answerer whose answers are functions of the test, and the models that it says there are. */
import type { AnswerEnd, CreateAnswerer, Models, OpenModel, Task } from "../../src/documents/processor/answerer.ts";
import { ScriptedProvider } from "./scripted-provider.ts";

export type Script = (task: Task) => Promise<AnswerEnd>;

export class ScriptedAnswerer {
  readonly tasks: Task[] = [];
  /** How many answerers were made. */
  made = 0;
  readonly #scripts: Script[];

  constructor(...scripts: readonly Script[]) {
    this.#scripts = [...scripts];
  }

  /** What comes next. */
  add(script: Script): void {
    this.#scripts.push(script);
  }

  readonly create: CreateAnswerer = () => {
    this.made++;
    return {
      answer: (task) => {
        this.tasks.push(task);
        const script = this.#scripts.shift();
        return script ? script(task) : Promise.resolve({ reason: "failed", message: "unexpected task" });
      },
    };
  };
}

/** Says `text`, at once. */
export function say(text: string): Script {
  return async ({ answer }) => {
    answer.write(text);
    return { reason: "done" };
  };
}

/** Says `text`, and ends when `until` does, or by the signal. */
export function sayAndWait(text: string, until: Promise<unknown> = new Promise(() => {})): Script {
  return async ({ answer, signal }) => {
    answer.write(text);
    const aborted = new Promise((resolve) => signal.addEventListener("abort", resolve, { once: true }));
    await Promise.race([until, aborted]);
    return { reason: signal.aborted ? "stopped" : "done" };
  };
}

export const scriptedModels: Models = {
  usual: "scripted/test",
  list: () => Promise.resolve([{ id: "scripted/test", note: "", ready: true }]),
  open: (spec): Promise<OpenModel> =>
    spec.startsWith("scripted/")
      ? Promise.resolve({ id: spec, provider: new ScriptedProvider([]), price: null, contextWindow: null })
      : Promise.reject(new Error(`there is no model "${spec}"; llm-chat models lists them`)),
};
