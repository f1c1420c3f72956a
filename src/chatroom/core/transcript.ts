/**
 * The room as text, for models and for the string API. One line a message, `Sender: content`; every further line
 * of a content is indented by two spaces, so no message can forge a line of somebody else, of `[Server]` or `[system]`.
 */
import type { ActionResult, DraftResult, LoginResult, PreviewResult, StickResult } from "../session.ts";
import { isMessage, LIMITS, type NoticeEvent, type RefusalReason, type RoomEvent, SERVER_NAME } from "../protocol.ts";

export interface RenderOptions {
  /**
   * Which `[Server]: …` lines are shown. `brief` is for models, who pay for every word: of those who wait only the last
   * notice, and none of who has spoken since.
   */
  readonly notices: "none" | "brief" | "all";
  /** Whether an action that simply worked says `[system] ok`; an empty tool result puzzles models. */
  readonly confirm: boolean;
}

/** An action's result as the participant reads it; `""` where there is nothing to tell. */
export function renderResult(action: string, result: ActionResult, options: RenderOptions): string {
  const lines = systemLines(action, result).map((line) => `[system] ${indent(line)}`);
  if (result.missed !== undefined) lines.push(`[system] ${result.missed} older events are no longer kept.`);
  lines.push(...shown(result.messages, options.notices).map(renderEvent));
  if (lines.length === 0 && options.confirm) lines.push("[system] ok");
  return lines.join("\n");
}

function shown(events: readonly RoomEvent[], notices: RenderOptions["notices"]): readonly RoomEvent[] {
  if (notices === "all") return events;
  if (notices === "none") return events.filter(isMessage);
  const heard = new Set<string>();
  return events
    .toReversed()
    .filter((event) => {
      if (event.type === "waiting" && heard.has(event.participant)) return false;
      if (event.type === "waiting") heard.add(event.participant);
      if (event.type === "message") heard.add(event.sender);
      return true;
    })
    .toReversed();
}

export function renderEvent(event: RoomEvent): string {
  // The whole line, so that not even a name could break it.
  return indent(isMessage(event) ? `${event.sender}: ${event.content}` : `[${SERVER_NAME}]: ${describeNotice(event)}`);
}

/** A notice in words, without the sender. */
export function describeNotice(event: NoticeEvent): string {
  switch (event.type) {
    case "joined":
      return `${event.participant} has joined the room.`;
    case "left":
      return `${event.participant} has left the room.`;
    case "waiting":
      return `${event.participant} has been waiting for a response for ${event.seconds} seconds...`;
    case "nudge":
      return `${event.participant}, everyone is waiting. Say something if you have something to add.`;
    case "announcement":
      return event.content;
    case "stick":
      switch (event.action) {
        case "claimed":
          return `${event.participant} has claimed the talking stick and wants to speak.`;
        case "granted":
          return `${event.participant} has the talking stick.`;
        case "released":
          return `${event.participant} has given the talking stick back.`;
        case "expired":
          return `${event.participant} held the talking stick for too long; it has been taken back.`;
      }
  }
}

/** What the client itself has to say about a result, without its `[system]` mark. */
function systemLines(action: string, result: ActionResult): readonly string[] {
  if (result.reason !== undefined) return [describeRefusal(result.reason, action)];
  switch (action) {
    case "append":
      return result.status === 2 ? [`msg truncated: current draft suffix: '${(result as DraftResult).suffix}'`] : [];
    case "preview":
      return [describePreview(result as PreviewResult)];
    case "talking_stick":
      return [describeStick(result as StickResult)];
    case "login":
      return [describeLogin(result as LoginResult)];
    case "check":
      return "timed_out" in result && result.timed_out === true
        ? ["No new messages found after waiting. You may want to send a message or try again later."]
        : [];
    default:
      return [];
  }
}

function describeRefusal(reason: RefusalReason, action: string): string {
  switch (reason) {
    case "unseen_messages":
      return "Not sent: others have spoken and you had not seen it. Your draft is kept: push it again as it is, change it (append, undo) or drop it (reset).";
    case "floor_lent":
      return "Not sent: another participant, refused several times, goes first. Your draft is kept: check, then push again.";
    case "stick_needed":
      return `Not ${action === "push" ? "sent" : "done"}: you do not hold the talking stick. Claim it with talking_stick, and wait for it with check.`;
    case "no_draft":
      return "Nothing to push: append some text first.";
    case "empty_text":
      return "Nothing to append: the text is empty.";
    case "draft_full":
      return `Nothing appended: the draft has ${LIMITS.draftCharacters} characters already. Push it or reset it.`;
    case "nothing_to_undo":
      return "Nothing to undo: the draft is empty.";
    case "content_policy":
      return "Not sent: the room does not allow this content. Change your draft (undo, append) or drop it (reset).";
    case "room_read_only":
      return "Not sent: the room cannot store messages any more. You can still read.";
    case "skipped":
      return "Not run: an earlier call of the same answer did not go through. Look at it first, then go on.";
  }
}

function describePreview({ draft, length }: PreviewResult): string {
  return length === 0 ? "Your draft is empty." : `Your draft (${length} characters):\n${draft}`;
}

function describeStick({ granted, holder, position }: StickResult): string {
  if (granted) return "You have the talking stick.";
  if (holder === null)
    return "Everybody has been told that you want to speak. In this room you need no stick: push when you are ready.";
  return `${holder} holds the talking stick. You are number ${position} in the queue; check, and you will be told when it is yours.`;
}

function describeLogin({ username, participants }: LoginResult): string {
  const others = participants.filter((name) => name !== username);
  return `You are ${username}. ${others.length === 0 ? "Nobody else is here yet." : `Also here: ${others.join(", ")}.`}`;
}

/** Every kind of line break, so that no terminal, log or model sees a line begin where none was meant. */
const LINE_BREAK = /\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]/gu;

function indent(text: string): string {
  return text.replace(LINE_BREAK, "\n  ");
}
