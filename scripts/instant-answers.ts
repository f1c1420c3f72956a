/**
 * What `--help` and `--version` print, as files of dist/: the program itself is asked once, when it is built, and
 * bin/llm-chat.js prints the file. Loading commander and declaring every option costs half as much as Node does.
 */
import { main } from "../src/cli/main.ts";
import { processHost } from "../src/cli/process-host.ts";

const COLUMNS = 80;

export async function instantAnswers(): Promise<[file: string, text: string][]> {
  return [
    ["help.txt", await answer("--help")],
    ["version.txt", await answer("--version")],
  ];
}

async function answer(flag: string): Promise<string> {
  let text = "";
  const stdout = { write: (part: string) => void (text += part), isTTY: false, columns: COLUMNS };
  const exitCode = await main([flag], { ...processHost(), stdout, stderr: stdout });
  if (exitCode !== 0 || text === "") throw new Error(`llm-chat ${flag} ended with ${exitCode}: ${text}`);
  return text;
}
