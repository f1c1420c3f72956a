/** A folder of logs that is gone after the test. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import type { TimelineItem } from "../../src/logging/record.ts";
import { Items } from "./timeline-items.ts";

export class LogFolder {
  readonly path = mkdtempSync(join(tmpdir(), "llm-chat-logs-"));

  constructor() {
    onTestFinished(() => rmSync(this.path, { recursive: true, force: true }));
  }

  /** Items are lines; text and bytes are written as they are. The result is the path. */
  write(name: string, content: readonly TimelineItem[] | string | Uint8Array): string {
    const file = join(this.path, name);
    const isItems = typeof content === "object" && !(content instanceof Uint8Array);
    writeFileSync(file, isItems ? logText(content) : content);
    return file;
  }
}

export function logText(items: readonly TimelineItem[]): string {
  return items.map((item) => `${JSON.stringify(item)}\n`).join("");
}

/** A short talk with its end: two agents and a person, a refusal, an interruption. `day`: of January 2026. */
export function teaTalk(day = 15, topic = "Tea or coffee?"): TimelineItem[] {
  const items = new Items();
  items.at = (day - 15) * 24 * 60 * 60 * 1000;
  const start = items.session(topic, ["Ada", "Bob"]);
  const joined = items.notice("Ada has joined the room.");
  items.at += 1_000;
  const first = [
    items.thought("Ada", "Tea, of course."),
    ...items.acts("Ada", "append", { text: "Tea." }, { appended: "Tea." }),
    items.says("Ada", "Tea."),
    ...items.acts("Ada", "push"),
    items.used("Ada", 1_200, 40, 0.01),
  ];
  items.at += 61_000;
  const second = [
    ...items.acts("Bob", "push", {}, { status: 0, reason: "unseen_messages" }),
    items.error("Bob", "Interrupted by a new message; 7 tokens thrown away, kept: text.", "interrupted"),
    items.says("Bob", "Coffee keeps **me** awake."),
    items.says("Pam", "Water!", null),
    items.used("Bob", 900, 30, null),
  ];
  items.at += 3_000;
  const end = { ...items.ended("all_waiting"), metadata: { reason: "all_waiting", messages: 3, duration_ms: 64_500 } };
  return [start, joined, ...first, ...second, end];
}
