/**
 * Understands tool calls that a model printed as text. Only where nothing else can be meant: the calls are all there
 * is, or stand in their own marks at the end of the text. Anything doubtful is plain text (null). Pure.
 */
import { parseJson } from "./parse-json.ts";
import { endOfJson, endOfString, lineStart, readString, skipSpace } from "./printed-syntax.ts";

export interface PrintedCall {
  readonly name: string;
  /** JSON text, as in `ToolCall`. */
  readonly arguments: string;
}

/** The tools that exist, each with the names of its parameters in order. */
export type Signatures = ReadonlyMap<string, readonly string[]>;

type Calls = readonly PrintedCall[] | null;

export function parsePrintedCalls(text: string, signatures: Signatures): Calls {
  const trimmed = text.trim();
  return (
    bareJson(trimmed, signatures) ??
    marked(trimmed, "<tool_call>", taggedCall) ??
    marked(trimmed, "<function=", functionCall) ??
    marked(trimmed, INVOKE, invocation) ??
    WRAPPERS.map(([open, close]) => marked(trimmed, open, invocations(close))).find((calls) => calls !== null) ??
    marked(trimmed, "[TOOL_CALLS]", listedCalls) ??
    // Behind other words, a fenced block may as well be an example shown to the others.
    (trimmed.startsWith("```") ? marked(trimmed, "```", (from, at) => fencedCalls(from, at, signatures)) : null) ??
    callLines(trimmed, signatures)
  );
}

interface Read {
  readonly calls: readonly PrintedCall[];
  readonly end: number;
}

/** Reads calls that begin with `mark` at the beginning of a line, one after the other, up to the end of the text. */
function marked(text: string, mark: string, read: (text: string, at: number) => Read | null): Calls {
  const calls: PrintedCall[] = [];
  let at = lineStart(text, mark);
  if (at < 0) return null;
  while (at < text.length) {
    if (!text.startsWith(mark, at)) return null;
    const next = read(text, at + mark.length);
    if (!next) return null;
    calls.push(...next.calls);
    at = skipSpace(text, next.end);
  }
  return calls.length > 0 ? calls : null;
}

/** After `<tool_call>`: a JSON object, or a `<function=…>`. The closing mark may be missing at the very end. */
function taggedCall(text: string, start: number): Read | null {
  const at = skipSpace(text, start);
  let read: Read | null;
  if (text.startsWith("<function=", at)) {
    read = functionCall(text, at + "<function=".length);
  } else {
    const end = text[at] === "{" ? endOfJson(text, at) : -1;
    const call = end < 0 ? null : callOf(parseJson(text.slice(at, end)), false);
    read = call && { calls: [call], end };
  }
  return read && closed(text, read, "</tool_call>");
}

/** After `<function=`: `append>{…}</function>`, or parameters in marks of their own. */
function functionCall(text: string, start: number): Read | null {
  const nameEnd = text.indexOf(">", start);
  const name = nameEnd < 0 || nameEnd - start > 64 ? "" : text.slice(start, nameEnd).trim();
  if (!/^\w+$/.test(name)) return null;
  const at = skipSpace(text, nameEnd + 1);
  if (text[at] === "{") {
    const end = endOfJson(text, at);
    const value = end < 0 ? undefined : parseJson(text.slice(at, end));
    return isObject(value) ? closed(text, { calls: [callFrom(name, value)], end }, "</function>") : null;
  }
  const read = parametersAt(text, at, "<parameter=", ">");
  return read && closed(text, { calls: [callFrom(name, read.value)], end: read.end }, "</function>");
}

const INVOKE = '<invoke name="';
const WRAPPERS = [
  ["<function_calls>", "</function_calls>"],
  ["<minimax:tool_call>", "</minimax:tool_call>"],
] as const;

/** After `<invoke name="`: `append">` and parameters in marks of their own. */
function invocation(text: string, start: number): Read | null {
  const nameEnd = text.indexOf('">', start);
  const name = nameEnd < 0 || nameEnd - start > 64 ? "" : text.slice(start, nameEnd);
  if (!/^\w+$/.test(name)) return null;
  const read = parametersAt(text, skipSpace(text, nameEnd + 2), '<parameter name="', '">');
  return read && closed(text, { calls: [callFrom(name, read.value)], end: read.end }, "</invoke>");
}

/** Some of them, and `close`. */
function invocations(close: string): (text: string, start: number) => Read | null {
  return (text, start) => {
    const calls: PrintedCall[] = [];
    let at = skipSpace(text, start);
    while (text.startsWith(INVOKE, at)) {
      const read = invocation(text, at + INVOKE.length);
      if (!read) return null;
      calls.push(...read.calls);
      at = skipSpace(text, read.end);
    }
    return closed(text, { calls, end: at }, close);
  };
}

/** Parameters, each between marks: `open`, its name, `opened`, its value, `</parameter>`. */
function parametersAt(text: string, start: number, open: string, opened: string): ReadArguments | null {
  const parameters = new Map<string, string | number>();
  const close = "</parameter>";
  let at = start;
  while (text.startsWith(open, at)) {
    const keyEnd = text.indexOf(opened, at);
    const valueEnd = keyEnd < 0 ? -1 : text.indexOf(close, keyEnd);
    if (valueEnd < 0) return null;
    const value = text
      .slice(keyEnd + opened.length, valueEnd)
      .replace(/^\r?\n/, "")
      .replace(/\r?\n$/, "");
    const key = text.slice(at + open.length, keyEnd).trim();
    parameters.set(key, /^\d{1,9}$/.test(value) && key !== "text" ? Number(value) : value);
    at = skipSpace(text, valueEnd + close.length);
  }
  return { value: Object.fromEntries<unknown>(parameters), end: at };
}

/** After `[TOOL_CALLS]`: a JSON array of calls. */
function listedCalls(text: string, start: number): Read | null {
  const at = skipSpace(text, start);
  const end = text[at] === "[" ? endOfJson(text, at) : -1;
  const calls = end < 0 ? null : callsOf(parseJson(text.slice(at, end)), (value) => callOf(value, false));
  return calls && { calls, end };
}

/** After ```` ``` ````: a JSON object or array of calls of existing tools, and the closing fence. */
function fencedCalls(text: string, start: number, signatures: Signatures): Read | null {
  const lineEnd = text.indexOf("\n", start);
  const language = lineEnd < 0 ? "?" : text.slice(start, lineEnd).trim();
  if (!["", "json", "tool_call", "tool_code"].includes(language)) return null;
  const at = skipSpace(text, lineEnd);
  const end = text[at] === "{" || text[at] === "[" ? endOfJson(text, at) : -1;
  const calls = end < 0 ? null : knownCalls(text.slice(at, end), signatures);
  const close = skipSpace(text, end);
  return calls && text.startsWith("```", close) ? { calls, end: close + 3 } : null;
}

/** The whole text is the JSON of one call or of a list of calls. */
function bareJson(text: string, signatures: Signatures): Calls {
  return text.startsWith("{") || text.startsWith("[") ? knownCalls(text, signatures) : null;
}

/** `append("…")`, `push()`: the whole text is nothing but such calls, each on a line of its own. */
function callLines(text: string, signatures: Signatures): Calls {
  const calls: PrintedCall[] = [];
  let at = 0;
  while (at < text.length) {
    const name = /^\w{1,64}/.exec(text.slice(at, at + 64))?.[0] ?? "";
    const parameters = signatures.get(name);
    at += name.length;
    if (!parameters || text[at] !== "(") return null;
    const read = lineArguments(text, at + 1, parameters);
    if (!read) return null;
    calls.push(callFrom(name, read.value));
    at = text[read.end] === ";" ? read.end + 1 : read.end;
    const next = skipSpace(text, at);
    if (next < text.length && !text.slice(at, next).includes("\n")) return null;
    at = next;
  }
  return calls.length > 0 ? calls : null;
}

interface ReadArguments {
  readonly value: Record<string, unknown>;
  /** After the last of them, and the closing parenthesis. */
  readonly end: number;
}

function lineArguments(text: string, start: number, parameters: readonly string[]): ReadArguments | null {
  const value: Record<string, unknown> = {};
  let at = skipSpace(text, start);
  if (text[at] === "{") {
    const end = endOfJson(text, at);
    const object = end < 0 ? undefined : parseJson(text.slice(at, end));
    const close = skipSpace(text, end);
    return isObject(object) && text[close] === ")" ? { value: object, end: close + 1 } : null;
  }
  for (let position = 0; text[at] !== ")"; position++) {
    const named = /^(\w{1,32})\s{0,4}[=:]\s{0,4}/.exec(text.slice(at, at + 48));
    const key = named?.[1] ?? parameters[position];
    at += named?.[0].length ?? 0;
    if (key === undefined || !parameters.includes(key)) return null;
    const quoted = text[at] === '"' || text[at] === "'";
    const end = quoted ? endOfString(text, at) : at + (/^\d{1,9}/.exec(text.slice(at, at + 9))?.[0].length ?? 0);
    if (end <= at) return null;
    value[key] = quoted ? readString(text.slice(at, end)) : Number(text.slice(at, end));
    at = skipSpace(text, end);
    if (text[at] === ",") at = skipSpace(text, at + 1);
    else if (text[at] !== ")") return null;
  }
  return { value, end: at + 1 };
}

/** Where the text goes on after `mark`; it may be missing only at the very end. */
function closed(text: string, { calls, end }: Read, mark: string): Read | null {
  const at = skipSpace(text, end);
  if (text.startsWith(mark, at)) return { calls, end: at + mark.length };
  return at === text.length || text.startsWith("</tool_call>", at) ? { calls, end: at } : null;
}

function knownCalls(json: string, signatures: Signatures): Calls {
  return callsOf(parseJson(json), (value) => {
    const call = callOf(value, true);
    return call && signatures.has(call.name) ? call : null;
  });
}

function callsOf(value: unknown, read: (value: unknown) => PrintedCall | null): Calls {
  const calls = (Array.isArray(value) ? value : [value]).map(read);
  return calls.length > 0 && calls.every((call) => call !== null) ? calls : null;
}

const CALL_KEYS: ReadonlySet<string> = new Set(["name", "arguments", "parameters", "id", "call_id", "type"]);

/** `strict`: without marks around it, an object is a call only if it has nothing that a call has not. */
function callOf(value: unknown, strict: boolean): PrintedCall | null {
  if (!isObject(value)) return null;
  const inner = value["function"];
  if (isObject(inner) && !("function" in inner)) return callOf(inner, strict);
  const { name, arguments: given = value["parameters"] } = value;
  if (typeof name !== "string" || name === "") return null;
  if (strict && (given === undefined || Object.keys(value).some((key) => !CALL_KEYS.has(key)))) return null;
  if (given === undefined) return callFrom(name, {});
  if (typeof given === "string") return { name, arguments: given };
  return isObject(given) ? callFrom(name, given) : null;
}

function callFrom(name: string, value: Record<string, unknown>): PrintedCall {
  return { name, arguments: JSON.stringify(value) };
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
