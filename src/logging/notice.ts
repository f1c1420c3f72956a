/** A room's notice as it stands in the log, checked: a file may hold anything. Browser-safe. */
import * as z from "zod";
import type { NoticeBody } from "../chatroom/protocol.ts";
import type { RecordOf } from "./record.ts";

const notice = z.discriminatedUnion("type", [
  z.object({
    type: z.literal("joined"),
    participant: z.string(),
    participant_id: z.string(),
    unread_after: z.number(),
  }),
  z.object({ type: z.literal("left"), participant: z.string() }),
  z.object({
    type: z.literal("stick"),
    action: z.enum(["claimed", "granted", "released", "expired"]),
    participant: z.string(),
    epoch: z.number(),
  }),
  z.object({ type: z.literal("waiting"), participant: z.string(), seconds: z.number() }),
  z.object({ type: z.literal("nudge"), participant: z.string() }),
  z.object({ type: z.literal("announcement"), content: z.string() }),
]) satisfies z.ZodType<NoticeBody>;

/** Null where the record is none: a word of the program, or an event that no room gives. */
export function noticeOf({ event }: RecordOf<"system">): NoticeBody | null {
  if (event === undefined) return null;
  const parsed = notice.safeParse(event);
  return parsed.success ? parsed.data : null;
}
