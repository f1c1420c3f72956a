/** What a person sees of the room beside who is in it: the conversation, who waits, who writes. A fold, pure. */
import { describeNotice, isMessage, type NoticeEvent, type RoomEvent } from "../../chatroom/index.ts";
import { AppendList } from "../../logging/append-list.ts";

export interface RoomLine {
  readonly key: number;
  /** `note`: a word of this program to the person, which nobody else sees. */
  readonly kind: "message" | "notice" | "note";
  /** epoch ms */
  readonly at: number;
  readonly sender: string;
  /** Raw: the screen escapes it. */
  readonly text: string;
  readonly own: boolean;
}

export interface RoomView {
  readonly me: string;
  readonly lines: AppendList<RoomLine>;
  /** Of others and one's own, as far as they were seen. */
  readonly messages: number;
  /** Everybody who was ever seen, in the order they came: colours are dealt in it. */
  readonly known: readonly string[];
  /** epoch ms since when each has been waiting. */
  readonly waiting: ReadonlyMap<string, number>;
  /** epoch ms of the last sign that each was writing. */
  readonly writing: ReadonlyMap<string, number>;
  /** epoch ms at which those who have just spoken or come were heard of. */
  readonly acted: ReadonlyMap<string, number>;
  /** The last event since this person's own arrival; null before it. */
  readonly heard: number | null;
}

export type RoomItem =
  /** `at`: when it was heard here. */
  | { readonly type: "event"; readonly event: RoomEvent; readonly at: number }
  | { readonly type: "composing"; readonly username: string; readonly at: number }
  | { readonly type: "present"; readonly participants: readonly string[] }
  | { readonly type: "note"; readonly text: string; readonly at: number }
  | { readonly type: "tick"; readonly at: number };

/** A sign that somebody writes is good for so long: one comes each 2 s while they do. */
export const WRITING_MS = 6_000;
const LATE_SIGN_MS = 500;
const MOST_KNOWN = 2_000;

export function newRoomView(me: string): RoomView {
  return {
    me,
    lines: AppendList.EMPTY,
    messages: 0,
    known: [],
    waiting: new Map(),
    writing: new Map(),
    acted: new Map(),
    heard: null,
  };
}

export function roomReducer(view: RoomView, item: RoomItem): RoomView {
  switch (item.type) {
    case "event":
      return readEvent(noteGap(view, item.event), item.event, item.at);
    case "composing":
      if (item.username === view.me || isLateSign(view, item)) return view;
      return {
        ...view,
        waiting: without(view.waiting, item.username),
        writing: new Map(view.writing).set(item.username, item.at),
      };
    case "present":
      return item.participants.reduce(meet, view);
    case "note":
      return addLine(view, { kind: "note", at: item.at, sender: "", text: item.text, own: false });
    case "tick":
      return [...view.writing].reduce(
        (ticked, [name, at]) =>
          item.at - at < WRITING_MS ? ticked : { ...ticked, writing: without(ticked.writing, name) },
        view,
      );
  }
}

/** Who is writing at this moment. */
export function writersOf({ writing }: RoomView, now: number): readonly string[] {
  return [...writing].filter(([, at]) => now - at < WRITING_MS).map(([name]) => name);
}

/** It was on another way than the message that it came before. */
function isLateSign(
  { acted }: RoomView,
  { username, at }: { readonly username: string; readonly at: number },
): boolean {
  return at - (acted.get(username) ?? Number.NEGATIVE_INFINITY) < LATE_SIGN_MS;
}

/** Older ones are of no use any more. */
function withActor({ acted }: RoomView, name: string, at: number): ReadonlyMap<string, number> {
  return new Map([...acted].filter(([, before]) => at - before < LATE_SIGN_MS)).set(name, at);
}

function readEvent(view: RoomView, event: RoomEvent, heardAt: number): RoomView {
  const at = Date.parse(event.timestamp);
  if (isMessage(event)) {
    const { sender, content } = event;
    const met = meet(view, sender);
    const said = addLine(met, { kind: "message", at, sender, text: content, own: sender === view.me });
    return { ...silenced(said, sender), messages: view.messages + 1, acted: withActor(view, sender, heardAt) };
  }
  const noted = isShown(event, view.me)
    ? addLine(view, { kind: "notice", at, sender: "", text: describeNotice(event), own: false })
    : view;
  switch (event.type) {
    case "waiting":
      return {
        ...noted,
        writing: without(noted.writing, event.participant),
        waiting: new Map(noted.waiting).set(event.participant, at - event.seconds * 1_000),
      };
    case "joined":
      return {
        ...silenced(meet(noted, event.participant), event.participant),
        acted: withActor(view, event.participant, heardAt),
      };
    case "left":
      return silenced(noted, event.participant);
    default:
      return noted;
  }
}

/** Who waits, and who has the stick, stands beside the conversation. */
function isShown(event: NoticeEvent, me: string): boolean {
  if (event.type === "waiting") return false;
  return (
    event.type !== "stick" || event.action === "claimed" || (event.action === "expired" && event.participant === me)
  );
}

/** From one's own arrival on the events have no gaps, but where the room no longer keeps what was missed, or is another. */
function noteGap(view: RoomView, event: RoomEvent): RoomView {
  const { heard } = view;
  if (heard === null) {
    return event.type === "joined" && event.participant === view.me ? { ...view, heard: event.seq } : view;
  }
  const sentence = gapWords(event.seq - heard - 1);
  const at = Date.parse(event.timestamp);
  const noted = sentence === null ? view : addLine(view, { kind: "note", at, sender: "", text: sentence, own: false });
  return { ...noted, heard: event.seq };
}

function gapWords(missed: number): string | null {
  if (missed < 0) return "The room has begun anew: the server has nothing of what was said before.";
  if (missed === 0) return null;
  return `${missed} ${missed === 1 ? "event" : "events"} of the room were missed: it no longer keeps them.`;
}

function addLine(view: RoomView, line: Omit<RoomLine, "key">): RoomView {
  return { ...view, lines: view.lines.append({ ...line, key: view.lines.length }) };
}

function meet(view: RoomView, name: string): RoomView {
  if (view.known.includes(name) || view.known.length >= MOST_KNOWN) return view;
  return { ...view, known: [...view.known, name] };
}

/** Neither waits nor writes any more. */
function silenced(view: RoomView, name: string): RoomView {
  return { ...view, waiting: without(view.waiting, name), writing: without(view.writing, name) };
}

function without(times: ReadonlyMap<string, number>, name: string): ReadonlyMap<string, number> {
  if (!times.has(name)) return times;
  const rest = new Map(times);
  rest.delete(name);
  return rest;
}
