/** `llm-chat [topic…]`: options → plan → conversation → exit code. */
import { nearest } from "../../agents/nearest.ts";
import { withEnvFile } from "../env-file.ts";
import { reportError } from "../error-line.ts";
import { exitCodeOf } from "../exit-codes.ts";
import type { CliHost } from "../host.ts";
import { parseOptions, type RawOptions } from "../options.ts";
import { makePlan } from "../plan.ts";
import type { RunConversation } from "../run-plan.ts";
import { UsageError } from "../usage-error.ts";

export interface RunInput {
  readonly topic: readonly string[];
  /** Words behind `--`: topic, whatever they look like. */
  readonly literal: readonly string[];
  readonly options: RawOptions;
  /** To recognise a mistyped one. */
  readonly commands: readonly string[];
}

export async function run(
  input: RunInput,
  host: CliHost,
  converse: RunConversation = lazyConversation,
): Promise<number> {
  refuseMistypedCommand(input);
  const options = parseOptions([...input.topic, ...input.literal], input.options);
  // From here on a key of the env file is in play, and errors must not show it either.
  const world = { ...host, env: await withEnvFile(host.env, options.envFile, host.cwd) };
  try {
    return exitCodeOf(await converse(await makePlan(options, world), world));
  } catch (error) {
    return reportError(error, world, options.debug ?? false);
  }
}

const lazyConversation: RunConversation = async (plan, host) => {
  const { runConversation } = await import("../wire.ts");
  return runConversation(plan, host);
};

/** One word that is nearly a command is rather a slip than a topic. */
function refuseMistypedCommand({ topic, literal, commands }: RunInput): void {
  const [word] = topic;
  if (word === undefined || topic.length + literal.length !== 1) return;
  const command = nearest(word, commands, 2);
  if (command === null) return;
  throw new UsageError(
    `unknown command "${word}": did you mean "${command}"? To talk about it anyway: llm-chat -- ${word}`,
  );
}
