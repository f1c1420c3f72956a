/** A contestant, or the load it is under, in a process of its own: it is sent messages, and answers each with one. */
import { fork } from "node:child_process";
import { once } from "node:events";

export interface Child {
  /** Sends `message`, and resolves with the next one that comes back. */
  ask<Answer>(message: unknown): Promise<Answer>;
  end(): Promise<void>;
}

export async function startChild<First>(bundle: string, args: readonly string[] = []): Promise<[Child, First]> {
  const child = fork(bundle, args, { serialization: "json", stdio: ["ignore", "inherit", "inherit", "ipc"] });
  const kill = () => void child.kill("SIGKILL");
  process.on("exit", kill);
  const next = async <T>() => {
    const answered = new AbortController();
    const { signal } = answered;
    const died = once(child, "exit", { signal }).then(() => Promise.reject(new Error(`${bundle} has ended`)));
    try {
      const [answer] = (await Promise.race([once(child, "message", { signal }), died])) as [T];
      return answer;
    } finally {
      answered.abort();
    }
  };
  const first = await next<First>();
  return [
    {
      ask(message) {
        const answer = next();
        child.send(message as object);
        return answer as Promise<never>;
      },
      async end() {
        process.off("exit", kill);
        const exited = once(child, "exit");
        kill();
        await exited;
      },
    },
    first,
  ];
}

/** The other side: answers each message of the parent; `first` is what it is told at the start. */
export function answerParent(first: unknown, answer: (question: never) => Promise<unknown>): void {
  process.on("message", (question) => {
    void answer(question as never).then((result) => process.send?.(result));
  });
  process.send?.(first);
}
