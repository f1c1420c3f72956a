/** One model turn of a participant: its thoughts, and the calls its move is made of. */
import type { HistoryEntry, ModelRequest } from "../../types.ts";
import { type Mind, mindOf, type Self } from "./mind.ts";
import type { PerformedTurn, PlannedCall } from "./performance.ts";
import { recognise, standsAlone } from "./phrase-book.ts";
import { type Move, planMove } from "./planner.ts";
import type { Random } from "./random.ts";
import type { Speech } from "./speech.ts";
import { thinkAbout } from "./thinking.ts";
import { shorten } from "./words.ts";

type Room = Pick<ModelRequest, "system" | "history">;

const CHECK: PlannedCall = { name: "check", arguments: {} };
const PUSH: PlannedCall = { name: "push", arguments: {} };
const UNDO: PlannedCall = { name: "undo", arguments: {} };
const RESET: PlannedCall = { name: "reset", arguments: {} };
const STICK: PlannedCall = { name: "talking_stick", arguments: {} };
/** A word beside a `check`: seldom, as models do. */
const ASIDES = ["Listening.", "I am reading along.", "Still here."];

export function planTurn(self: Self, room: Room): PerformedTurn {
  const mind = mindOf(self, room);
  const move = planMove(mind);
  const calls = callsFor(mind, move, () => plannedRest(self, room, mind));
  const thinking = thinkAbout(mind, move);
  const text = move.type === "listen" && mind.random.chance(0.03) ? (mind.random.pick(ASIDES) ?? "") : "";
  return performed(mind, thinking, text, calls);
}

export function performed(
  { random, stance, memory }: Mind,
  thinking: string,
  text: string,
  calls: readonly PlannedCall[],
): PerformedTurn {
  return { thinking, text, calls, random, typing: stance.typing, isFirst: memory.turns === 0 };
}

function callsFor(mind: Mind, move: Move, rest: () => readonly string[]): readonly PlannedCall[] {
  const { memory, random, appendLimit } = mind;
  switch (move.type) {
    case "listen":
      // Whoever has the stick and says nothing after all gives it back.
      return memory.hasStick ? [RESET, CHECK] : [CHECK];
    case "claim_stick":
      return [STICK];
    case "speak": {
      const segments = segmentsOf(move.speech, random, appendLimit);
      const [first = ""] = segments;
      const slowly = segments.length > 1 && random.chance(mind.stance.deliberation);
      return slowly ? [append(first)] : send(segments, random);
    }
    case "go_on":
      return send(pieces(move.rest, appendLimit), random);
    case "continue":
      return finish(mind, rest());
    case "push_again":
      return finish(mind, rest());
    case "bridge":
      return finish(mind, [...rest(), ...pieces(move.sentence, appendLimit)]);
    case "revise":
      return [
        ...Array.from({ length: move.undo }, () => UNDO),
        ...send(pieces(move.sentences.join(" "), appendLimit), random),
      ];
    case "drop":
      return [RESET, CHECK];
  }
}

/** A draft of which only the polite beginning is left, because others have said the rest, is not worth sending. */
function finish({ memory, random }: Mind, segments: readonly string[]): readonly PlannedCall[] {
  return standsAlone([...memory.draft, ...segments].join(" ")) ? send(segments, random) : [RESET, CHECK];
}

/** What is missing of a message that was begun segment by segment: the plan made then can be made again. */
function plannedRest(self: Self, { system, history }: Room, mind: Mind): readonly string[] {
  const { draft, draftPlannedAt } = mind.memory;
  if (draftPlannedAt === null) return [];
  const before: readonly HistoryEntry[] = history.slice(0, draftPlannedAt);
  const then = mindOf(self, { system, history: before });
  const move = planMove(then);
  if (move.type !== "speak") return [];
  const segments = segmentsOf(move.speech, then.random, then.appendLimit);
  const last = draft.length - 1;
  if (draft.some((segment, index) => index < last && segment !== segments[index])) return [];
  // The last one may have been cut in the middle by an interruption.
  const [begun = "", written = ""] = [segments[last], draft[last]];
  if (!begun.startsWith(written)) return [];
  const unfinished = begun.slice(written.length).trimStart();
  const meanwhile = mind.memory.said.slice(then.memory.said.length).flatMap(({ lines }) => lines);
  const wanted = segments
    .slice(draft.length)
    .filter((segment) => !recognise(segment).some((line) => meanwhile.includes(line)));
  return unfinished === "" ? wanted : [unfinished, ...wanted];
}

function send(segments: readonly string[], random: Random): readonly PlannedCall[] {
  const calls = [...segments.map(append), PUSH];
  return random.chance(0.7) ? [...calls, CHECK] : calls;
}

function append(text: string): PlannedCall {
  return { name: "append", arguments: { text } };
}

/** One to three segments of whole sentences. */
function segmentsOf({ sentences }: Speech, random: Random, limit: number): readonly string[] {
  const groups: string[] = [];
  for (const sentence of sentences) {
    if (groups.length > 0 && random.chance(0.4)) groups.push(`${groups.pop()} ${sentence}`);
    else groups.push(sentence);
  }
  return groups.flatMap((group) => pieces(group, limit));
}

/** Cut at words, where a text is longer than one append takes. */
export function pieces(text: string, limit: number): readonly string[] {
  const parts: string[] = [];
  let left = text.trim();
  while (left !== "") {
    const part = shorten(left, Math.max(1, limit)) || left;
    parts.push(part);
    left = left.slice(part.length).trimStart();
  }
  return parts;
}
