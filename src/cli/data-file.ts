/** Reads a YAML or JSON file that a person wrote (JSON is YAML), and says in one line why it cannot be read. */
import { readFile, stat } from "node:fs/promises";
import { UsageError } from "./usage-error.ts";

const MAX_BYTES = 4_000_000;

/** What the file holds; undefined where there is no such file. */
export async function readDataFile(file: string): Promise<unknown> {
  const text = await readTextFile(file);
  if (text === undefined) return undefined;
  // A CommonJS package: in the bundle its names are on the default export only.
  const { default: yaml } = await import("yaml");
  const lines = new yaml.LineCounter();
  const document = yaml.parseDocument(text, { lineCounter: lines, prettyErrors: false, logLevel: "error" });
  const [error] = document.errors;
  if (error !== undefined) {
    const { line, col } = lines.linePos(error.pos[0]);
    throw new UsageError(`${file}, line ${line}, column ${col}: ${firstLine(error.message)}`);
  }
  try {
    return document.toJS() as unknown;
  } catch (cause) {
    throw new UsageError(`${file}: ${firstLine(messageOf(cause))}`, { cause });
  }
}

/** The file's text; undefined where there is no such file. */
export async function readTextFile(file: string): Promise<string | undefined> {
  try {
    const { size } = await stat(file);
    if (size > MAX_BYTES)
      throw new UsageError(`${file} is larger than ${MAX_BYTES / 1_000_000} MB: is it the right file?`);
    return (await readFile(file, "utf8")).replace(/^\uFEFF/, "");
  } catch (cause) {
    if (cause instanceof UsageError) throw cause;
    const code = (cause as NodeJS.ErrnoException).code;
    if (code === "ENOENT" || code === "ENOTDIR") return undefined;
    throw new UsageError(`${file} cannot be read: ${reasonOf(code) ?? messageOf(cause)}`, { cause });
  }
}

function reasonOf(code: string | undefined): string | undefined {
  if (code === "EISDIR") return "it is a folder";
  if (code === "EACCES" || code === "EPERM") return "no permission";
  return undefined;
}

function messageOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}

function firstLine(text: string): string {
  return text.split("\n", 1)[0] ?? text;
}
