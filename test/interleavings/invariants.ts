/** What must hold of every interleaving, from the events of the room and the participants' own accounts. */
import { isMessage, type MessageEvent, type RoomEvent, subjectOf } from "../../src/chatroom/protocol.ts";
import type { Participant, Stay } from "./participant.ts";
import type { Interleaving } from "./schedule.ts";

/** Written out here, so that a change of the room's own limits is noticed. */
const REFUSALS_IN_A_ROW = 3;
const MESSAGES_OF_A_NEWCOMER = 20;

export function checkInvariants(run: Interleaving): void {
  checkSequence(run);
  checkStick(run);
  for (const participant of run.participants) {
    must(
      participant.worstRow <= REFUSALS_IN_A_ROW,
      `${participant.name} was refused ${participant.worstRow} times in a row`,
    );
    checkMessages(run, participant);
    for (const { stay, events } of staysOf(run, participant)) {
      checkHearing(run, participant, stay, events);
      checkNoCrossing(participant, stay, events);
    }
  }
}

/** [ROOM-1] seq has no gap, no message is there twice, and the journal has exactly what was told. */
function checkSequence({ events, kept, broken }: Interleaving): void {
  events.forEach(({ seq }, index) => must(seq === index + 1, `event ${seq} is in place ${index + 1}`));
  must(JSON.stringify(events) === JSON.stringify(broken ? kept.slice(0, events.length) : kept), "the journal differs");
  const messages = events.filter(isMessage);
  must(new Set(messages.map(({ push_id: id }) => id)).size === messages.length, "a push id is there twice");
  must(new Set(messages.map(({ message_id: id }) => id)).size === messages.length, "a message id is there twice");
}

/** [STICK-1] one holder at a time, in the order of the claims; in a stick room nobody else speaks. */
function checkStick({ policy, events }: Interleaving): void {
  if (policy === "open") return;
  let holder: string | null = null;
  let epoch = 0;
  const queue: string[] = [];
  for (const event of events) {
    const who = subjectOf(event);
    if (event.type === "message") must(who === holder, `${who} spoke while ${holder} held the stick`);
    if (event.type === "left") {
      must(who !== holder, `${who} left with the stick`);
      if (queue.includes(event.participant)) queue.splice(queue.indexOf(event.participant), 1);
    }
    if (event.type !== "stick") continue;
    switch (event.action) {
      case "claimed":
        queue.push(event.participant);
        break;
      case "granted":
        must(holder === null, `${who} was granted the stick of ${holder}`);
        must(event.epoch === epoch + 1, `epoch ${event.epoch} follows ${epoch}`);
        must((queue.shift() ?? who) === who, `${who} was granted the stick before its turn`);
        holder = who;
        epoch = event.epoch;
        break;
      case "released":
      case "expired":
        must(holder === who, `${who} gave the stick of ${holder} back`);
        holder = null;
        break;
    }
  }
}

/** [DRAFT-1] [PUSH-5] its messages are what it was told was sent, each as it was put together. */
function checkMessages({ events, broken }: Interleaving, { name, stays }: Participant): void {
  const sent = events.filter(isMessage).filter(({ sender }) => sender === name);
  const acknowledged = stays.flatMap((stay) => stay.acknowledged);
  const show = (list: readonly { seq: number; content: string }[]) =>
    list.map(({ seq, content }) => `${seq} ${content}`).join("\n");
  must(
    show(sent) === show(acknowledged) || (broken && show(sent).startsWith(show(acknowledged))),
    `${name} sent\n${show(sent)}\nbut was told\n${show(acknowledged)}`,
  );
}

/** [HEAR-1] [HEAR-2] [JOIN-2] everything of the others since the last 20 messages, once and in order. */
function checkHearing({ broken }: Interleaving, { name }: Participant, stay: Stay, events: StayEvents): void {
  const due = [...events.before.slice(-MESSAGES_OF_A_NEWCOMER), ...events.during].filter(
    (event) => subjectOf(event) !== name,
  );
  const heard = stay.shown.filter((event) => subjectOf(event) !== name);
  const seqs = (list: readonly RoomEvent[]) => list.map(({ seq }) => seq).join(" ");
  must(!stay.shown.some((event) => isMessage(event) && event.sender === name), `${name} was shown its own message`);
  const complete = stay.left || broken ? seqs(due.slice(0, heard.length)) : seqs(due);
  must(seqs(heard) === complete, `${name} heard ${seqs(heard)} instead of ${complete}`);
}

/** [PUSH-2] [PUSH-4] no accepted push has a message of another before it that its writer had not been shown. */
function checkNoCrossing({ name }: Participant, stay: Stay, { before, during }: StayEvents): void {
  const messages = [...before.slice(-MESSAGES_OF_A_NEWCOMER), ...during.filter(isMessage)];
  for (const { seq, read } of stay.acknowledged) {
    if (read === null) continue;
    const unseen = messages.find((message) => message.seq < seq && message.sender !== name && !read.has(message.seq));
    must(unseen === undefined, `${name} had not seen message ${unseen?.seq} when it sent ${seq}`);
  }
}

interface StayEvents {
  /** The messages before the stay. */
  readonly before: readonly MessageEvent[];
  readonly during: readonly RoomEvent[];
}

/** Each stay of `participant` with the events it fell among: from one `joined` to the next `left`. */
function staysOf({ events }: Interleaving, { name, stays }: Participant): { stay: Stay; events: StayEvents }[] {
  const joins = events.filter((event) => event.type === "joined" && event.participant === name);
  must(joins.length === stays.length, `${name} joined ${stays.length} times, the room has ${joins.length}`);
  return stays.map((stay, index) => {
    const from = joins[index]?.seq ?? 0;
    const left = events.slice(from).find((event) => event.type === "left" && event.participant === name);
    return {
      stay,
      events: {
        before: events.slice(0, from).filter(isMessage),
        during: events.slice(from, left?.seq ?? events.length),
      },
    };
  });
}

function must(holds: boolean, otherwise: string): void {
  if (!holds) throw new Error(otherwise);
}
