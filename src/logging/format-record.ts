/**
 * A record as plain lines, `Name | text`. Pure. Every line carries its speaker's name, so that no text, whatever
 * newlines are in it, can pass for a line of somebody else.
 */
import stringWidth from "string-width";
import type { NameColor } from "./colors.ts";
import { fieldsOf } from "./fields.ts";
import { jsonText } from "./json-text.ts";
import type { LogRecord, RecordOf } from "./record.ts";
import { isRefusedPush } from "./refusal.ts";
import { sanitizeForTerminal, sanitizeLine } from "./sanitize.ts";

/** `chat`: what is said. `normal`: also thoughts, actions, refusals. `full`: also answers and costs. */
export type Verbosity = "chat" | "normal" | "full";

export interface FormatOptions {
  readonly verbosity: Verbosity;
  /** Columns the name is padded to. */
  readonly nameWidth: number;
  /** Null: no colour for this name; absent: no colours at all. */
  readonly color?: (name: string) => NameColor | null;
}

type Style = "plain" | "strong" | "dim" | "bad";

interface Body {
  readonly text: string;
  readonly style: Style;
  /** Whose line it is; default: the record's user. */
  readonly name?: string;
}

export function formatRecord(record: LogRecord, options: FormatOptions): string[] {
  const body = bodyOf(record, options.verbosity);
  if (!body) return [];
  const name = body.name ?? record.user;
  const prefix = prefixOf(name, options);
  return sanitizeForTerminal(body.text)
    .replace(/\n+$/, "")
    .split("\n")
    .map((line) => `${prefix} ${styled(line.replaceAll("\t", "  "), body.style, options)}`.trimEnd());
}

/** The name as it stands before the `|`. */
export function shownName(name: string): string {
  return sanitizeLine(name).replaceAll("|", "¦");
}

function bodyOf(record: LogRecord, verbosity: Verbosity): Body | null {
  const normal = verbosity !== "chat";
  switch (record.type) {
    case "chat":
      return { text: record.content, style: "strong" };
    case "session_start":
      return record.content === "" ? null : { text: record.content, style: "strong" };
    case "session_end":
      return { text: `ended: ${record.content}`, style: "dim" };
    case "system":
      // Who waits, and how long, is for those who want all of it.
      if (record.event?.["type"] === "waiting" && verbosity !== "full") return null;
      if (record.to === undefined) return { text: record.content, style: "dim" };
      return normal ? { text: `» ${record.content}`, style: "dim", name: record.to } : null;
    case "thinking":
      return normal ? { text: `~ ${record.content}`, style: "dim" } : null;
    case "text":
      return normal ? { text: `" ${record.content}`, style: "plain" } : null;
    case "tool_call":
      return normal ? { text: `> ${record.function}${argumentsOf(record.arguments)}`, style: "plain" } : null;
    case "tool_response":
      return responseBody(record, verbosity);
    case "usage":
      return verbosity === "full" ? { text: usageText(record), style: "dim" } : null;
    case "error":
      return normal || record.kind === "failed" ? { text: `! ${errorText(record)}`, style: "bad" } : null;
  }
}

function responseBody(record: RecordOf<"tool_response">, verbosity: Verbosity): Body | null {
  const refused = isRefusedPush(record);
  const outcome =
    record.status === 0 ? `${refused ? "refused" : "not done"}: ${record.reason ?? "no reason given"}` : "";
  const head = `< ${record.function}${outcome === "" ? "" : ` ${outcome}`}`;
  const style = refused ? "bad" : "dim";
  if (verbosity === "full") return { text: record.content === "" ? head : `${head}\n${record.content}`, style };
  return verbosity === "normal" && outcome !== "" ? { text: head, style } : null;
}

function argumentsOf(value: unknown): string {
  if (typeof value === "string") return ` ${value}`;
  const entries = Object.entries(fieldsOf(value));
  // The usual case, `append`, reads as what is said.
  if (entries.length === 1 && entries[0]?.[0] === "text") return ` ${jsonText(entries[0][1])}`;
  return entries.length === 0 ? "" : ` ${jsonText(value)}`;
}

function usageText({ model, finish, usage, duration_ms }: RecordOf<"usage">): string {
  const cost = usage.cost_usd === null ? "price unknown" : `$${usage.cost_usd.toFixed(4)}`;
  const seconds = (duration_ms / 1000).toFixed(1);
  return `$ ${model}: ${usage.input} tokens in (${usage.cached} cached), ${usage.output} out, ${cost}, ${seconds} s, ${finish}`;
}

function errorText({ kind, content, metadata }: RecordOf<"error">): string {
  switch (kind) {
    case "retry":
      return `${content} (again in ${(Number(metadata.wait_ms) / 1000).toFixed(1)} s)`;
    case "failed":
      return `has stopped: ${content}`;
    case "interrupted":
      return content;
  }
}

function prefixOf(name: string, options: FormatOptions): string {
  const shown = shownName(name);
  const padded = `${shown}${" ".repeat(Math.max(0, options.nameWidth - stringWidth(shown)))} |`;
  const color = options.color?.(name);
  return color ? `\x1b[38;5;${color.ansi256}m${padded}\x1b[39m` : padded;
}

function styled(text: string, style: Style, { color }: FormatOptions): string {
  if (!color || text === "") return text;
  switch (style) {
    case "plain":
      return text;
    case "strong":
      return `\x1b[1m${text}\x1b[22m`;
    case "dim":
      return `\x1b[2m${text}\x1b[22m`;
    case "bad":
      return `\x1b[31m${text}\x1b[39m`;
  }
}
