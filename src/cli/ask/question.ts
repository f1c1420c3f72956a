/** What is asked: the words behind the command, or what is piped in. */
import { LIMITS } from "../../documents/wire.ts";
import { UsageError } from "../usage-error.ts";

export interface QuestionSource extends AsyncIterable<Buffer | string> {
  readonly isTTY?: boolean;
}

/** `-`, or nothing where something is piped in, is stdin. Throws `UsageError` where nothing is asked. */
export async function questionOf(words: readonly string[], stdin: QuestionSource): Promise<string> {
  const said = words.join(" ").trim();
  const isPiped = said === "-" || (said === "" && stdin.isTTY !== true);
  const question = isPiped ? await readAll(stdin) : said;
  if (question.trim() === "") {
    throw new UsageError(
      isPiped
        ? 'nothing is asked: stdin is empty; write the question behind ask, like llm-chat ask "What is gold?"'
        : 'nothing is asked; write the question behind ask, like llm-chat ask "What is gold?", or pipe it in',
    );
  }
  if (question.length > LIMITS.message) throw tooLong();
  return question;
}

async function readAll(stdin: QuestionSource): Promise<string> {
  const parts: Uint8Array[] = [];
  let bytes = 0;
  for await (const part of stdin) {
    parts.push(Buffer.from(part));
    bytes += parts.at(-1)?.length ?? 0;
    // A character has four bytes at most.
    if (bytes > 4 * LIMITS.message) throw tooLong();
  }
  return Buffer.concat(parts).toString("utf8").trim();
}

function tooLong(): UsageError {
  return new UsageError(`the question is too long: at most ${LIMITS.message} characters; ask about less`);
}
