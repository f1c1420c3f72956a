/**
 * Records of the formats v1 (prefixed lines with tags) and v2 (chat-completions messages) as v3. Old logs say less:
 * what they leave out (who said what to the room, how an action ended) is inferred in legacy-room.ts. Browser-safe.
 */
import { SYSTEM_NAME } from "./agent-record.ts";
import { LegacyRoom } from "./legacy-room.ts";
import { partsOfV2 } from "./legacy-v2.ts";
import { TaggedLines } from "./legacy-v1.ts";
import type { LogRecord } from "./record.ts";

type Json = Readonly<Record<string, unknown>>;

export type LegacyFormat = "v1" | "v2";

/** What a line of an old format comes to. */
export interface LegacyItem {
  readonly line: number;
  readonly record: LogRecord;
  readonly legacy: LegacyFormat;
}

export class LegacyReader {
  readonly #lines = new TaggedLines();
  readonly #room = new LegacyRoom();
  #timestamp = "";

  /** What `value`, read from `line`, completes; null where it is no record of an old format. */
  read(value: Json, line: number): readonly LegacyItem[] | null {
    this.#timestamp = readTimestamp(value.timestamp);
    if (value.format === "v2" || (typeof value.role === "string" && typeof value.session_id === "string")) {
      const user = text(value.session_id) || text(value.user) || "unknown";
      const records = partsOfV2(value)?.flatMap((part) => this.#room.read(user, this.#timestamp, part));
      return records?.map((record) => ({ line, record, legacy: "v2" })) ?? null;
    }
    return this.#readV1(value, line)?.map((record) => ({ line, record, legacy: "v1" })) ?? null;
  }

  /** What was never completed, as far as it had come. */
  end(): readonly LegacyItem[] {
    return this.#lines.end().flatMap(({ user, line, part }) => {
      return this.#room.read(user, this.#timestamp, part).map((record) => ({ line, record, legacy: "v1" as const }));
    });
  }

  #readV1(value: Json, line: number): readonly LogRecord[] | null {
    if (typeof value.content !== "string" || typeof value.user !== "string") return null;
    const user = value.user.trim();
    const header = { format: "v3", timestamp: this.#timestamp, user, content: value.content } as const;
    if (value.type === "session_start" || value.type === "session_end") {
      const metadata = typeof value.metadata === "object" ? { ...value.metadata } : {};
      return [{ ...header, type: value.type, metadata }];
    }
    const parts = this.#lines.read(user, value.content, line);
    if (user !== SYSTEM_NAME) return parts.flatMap((part) => this.#room.read(user, this.#timestamp, part));
    return parts.flatMap((part) =>
      "text" in part ? [{ ...header, type: "system", content: part.text } as const] : [],
    );
  }
}

/** ISO 8601 in UTC; "" where there is none. Times without a zone are taken for UTC, so that every machine agrees. */
export function readTimestamp(value: unknown): string {
  if (typeof value === "number") return isoOf(value < 1e11 ? value * 1000 : value);
  if (typeof value !== "string") return "";
  const zoned = /(?:z|[+-]\d\d:?\d\d)$/i.test(value) ? value : `${value.replace(" ", "T")}Z`;
  return isoOf(Date.parse(zoned)) || isoOf(Date.parse(value));
}

function isoOf(time: number): string {
  const date = new Date(time);
  return Number.isNaN(date.getTime()) ? "" : date.toISOString();
}

function text(value: unknown): string {
  return typeof value === "string" ? value : "";
}
