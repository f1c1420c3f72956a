/** The points of an argument: what a message claims, whether one likes to hear it, and what one claims oneself. */
import type { Utterance } from "./memory.ts";
import type { Mind } from "./mind.ts";
import type { ThreadText } from "./phrases/thread.ts";
import type { Line } from "./phrase-book.ts";
import type { Writer } from "./writer.ts";

/** What a message mainly says: its last line of argument that is not a question. */
export function claimOf({ lines }: Utterance): Line | undefined {
  return lines.findLast(({ role, thread }) => thread !== undefined && role !== "ask");
}

/** A point of one's own: for one's side, or against the other one. */
export function claim(mind: Mind, writer: Writer, thread: ThreadText): string | null {
  const other = mind.topic.options?.find((option) => option !== mind.thing);
  if (other !== undefined && mind.random.chance(0.35)) return writer.argue(thread, "against", other);
  return writer.argue(thread, claimRole(mind));
}

export function claimRole({ side, random }: Mind): "for" | "against" {
  if (side === 0) return random.chance(0.5) ? "for" : "against";
  return side > 0 ? "for" : "against";
}

/** Whether this participant likes to hear that: above 0 yes, below 0 no. */
export function valenceFor(mind: Mind, focus: Utterance, heard: Line): number {
  const sign = heard.role === "for" ? 1 : -1;
  if (!mind.topic.options) return sign * mind.side;
  return thingOf(mind, focus, heard) === mind.thing ? sign : -sign;
}

/** In an "A or B": which of the two the message speaks of. */
export function thingOf(mind: Mind, focus: Utterance, heard: Line): string {
  const [first, second] = mind.topic.options ?? [mind.thing, mind.thing];
  const from = Math.max(0, focus.text.indexOf(heard.anchor) - 60);
  const around = focus.text.slice(from, from + heard.anchor.length + 120).toLowerCase();
  return around.includes(second.toLowerCase()) && !around.includes(first.toLowerCase()) ? second : first;
}
