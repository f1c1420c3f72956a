/** `llm-chat ask "…"`: a question to one model or several, which may write into a document. */
import process from "node:process";
import { askOptions } from "../ask/ask-options.ts";
import { penFor } from "../ask/pen-for.ts";
import { questionOf } from "../ask/question.ts";
import { runAsk } from "../ask/run-ask.ts";
import { withEnvFile } from "../env-file.ts";
import type { CliHost } from "../host.ts";
import type { RawOptions } from "../options.ts";

export async function ask(words: readonly string[], raw: RawOptions, machine: CliHost): Promise<number> {
  const options = askOptions(raw);
  const env = await withEnvFile(machine.env, options.envFile, machine.cwd);
  const host: CliHost = { ...machine, env, random: () => machine.random() };
  const question = await questionOf(words, process.stdin);
  const pen = penFor(host, options);
  return runAsk(question, options, { host, process, stdout: process.stdout, stdin: process.stdin, pen });
}
