/** What an action costs in a room of this process, beside lists in memory that keep no promise at all. */
import { systemClock } from "../src/chatroom/clock.ts";
import { LocalSession } from "../src/chatroom/local-session.ts";
import { RoomHost } from "../src/chatroom/room-host.ts";
import { heading, printFigure, printRatio } from "./support/report.ts";
import { type BenchOptions, interleave, ratios } from "./support/rounds.ts";

const MESSAGES = 4_000;
const WARM_UP = 1_000;
const SEGMENT = "One or two sentences, as an agent would append them to its draft before it pushes. ";

/** As much of a session as both have. */
interface Seat {
  append(text: string): Promise<unknown>;
  undo(): Promise<unknown>;
  push(): Promise<unknown>;
  check(): Promise<{ readonly messages: readonly unknown[] }>;
}

interface Costs {
  readonly append: number;
  readonly undo: number;
  readonly push: number;
  readonly check: number;
  /** All of it: three appends, an undo, a push, and a check of everybody else. */
  readonly message: number;
  /** The last thousand pushes over the first thousand after the warm-up. */
  readonly growth: number;
}

const ACTIONS = ["append", "undo", "push", "check"] as const;

export async function benchRoom({ rounds }: BenchOptions): Promise<void> {
  heading(
    "room",
    `${MESSAGES} messages in an embedded room, in turn: two appends, an undo, another append, a push; then everybody else checks, with
     one message unread. "lists": an array of messages, a cursor and an array of segments for each participant, behind the same
     asynchronous methods; no order kept, no refusal, no notices, nobody told.`,
  );
  const samples = await interleave(rounds, {
    room2: async () => costsOf(await roomSeats(2)),
    lists2: async () => costsOf(listSeats(2)),
    room16: async () => costsOf(await roomSeats(16)),
    lists16: async () => costsOf(listSeats(16)),
  });
  for (const size of [2, 16] as const) {
    for (const action of ACTIONS) {
      printFigure(
        `${action}, ${size} participants`,
        samples[`room${size}`].map((costs) => costs[action]),
        "µs",
      );
      printFigure(
        "  lists",
        samples[`lists${size}`].map((costs) => costs[action]),
        "µs",
      );
    }
    const whole = (name: keyof typeof samples) => samples[name].map((costs) => costs.message);
    printFigure(`a whole message, ${size} participants`, whole(`room${size}`), "µs");
    printRatio("  ÷ lists", ratios(whole(`room${size}`), whole(`lists${size}`)));
  }
  printRatio(
    `push, after ${MESSAGES} messages ÷ at the start`,
    samples.room2.map(({ growth }) => growth),
  );
}

async function costsOf(seats: readonly Seat[]): Promise<Costs> {
  const spent = { append: 0, undo: 0, push: 0, check: 0 };
  const counts = { append: 0, undo: 0, push: 0, check: 0 };
  const pushes: number[] = [];
  let timed = false;
  const time = async (action: keyof typeof spent, run: () => Promise<unknown>) => {
    const start = performance.now();
    await run();
    const taken = performance.now() - start;
    if (!timed) return;
    spent[action] += taken;
    counts[action]++;
    if (action === "push") pushes.push(taken);
  };
  for (let message = 0; message < WARM_UP + MESSAGES; message++) {
    timed = message >= WARM_UP;
    const speaker = seats[message % seats.length];
    if (speaker === undefined) throw new Error("nobody is there");
    await time("append", () => speaker.append(SEGMENT));
    await time("append", () => speaker.append(SEGMENT));
    await time("undo", () => speaker.undo());
    await time("append", () => speaker.append(SEGMENT));
    await time("push", () => speaker.push());
    for (const listener of seats) {
      if (listener === speaker) continue;
      await time("check", async () => {
        const { messages } = await listener.check();
        if (messages.length !== 1) throw new Error(`${messages.length} messages instead of one`);
      });
    }
  }
  const micros = (action: keyof typeof spent) => (spent[action] / counts[action]) * 1_000;
  const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
  return {
    append: micros("append"),
    undo: micros("undo"),
    push: micros("push"),
    check: micros("check"),
    message: (sum(Object.values(spent)) / MESSAGES) * 1_000,
    growth: sum(pushes.slice(-1_000)) / sum(pushes.slice(0, 1_000)),
  };
}

async function roomSeats(size: number): Promise<readonly Seat[]> {
  const room = await RoomHost.open({ clock: systemClock });
  const seats = Array.from({ length: size }, () => new LocalSession(room, { clock: systemClock }));
  for (const [index, seat] of seats.entries()) await seat.join(`Agent ${index}`);
  // Who came first has been told of those who came later.
  for (const seat of seats) await seat.check({ timeout: 0 });
  return seats;
}

function listSeats(size: number): readonly Seat[] {
  const messages: { readonly sender: number; readonly content: string }[] = [];
  return Array.from({ length: size }, (_, sender): Seat => {
    let segments: string[] = [];
    let cursor = 0;
    const unread = () => {
      const news = messages.slice(cursor).filter((message) => message.sender !== sender);
      cursor = messages.length;
      return news;
    };
    return {
      async append(text) {
        segments.push(text);
        return { messages: unread() };
      },
      async undo() {
        segments.pop();
        return { messages: unread() };
      },
      async push() {
        messages.push({ sender, content: segments.join("") });
        segments = [];
        return { messages: unread() };
      },
      check: async () => ({ messages: unread() }),
    };
  });
}
