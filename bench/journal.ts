/** What a durable append costs in a journal that many write to at once, beside a file that is synced for each line. */
import { closeSync, fdatasyncSync, openSync, statSync, writeSync } from "node:fs";
import { open } from "node:fs/promises";
import { join } from "node:path";
import { FileJournal } from "../src/chatroom/journal/file-journal.ts";
import type { RoomEvent } from "../src/chatroom/protocol.ts";
import { heading, printFigure, printRatio } from "./support/report.ts";
import { type BenchOptions, interleave, median, ratios } from "./support/rounds.ts";
import { scratchFolder } from "./support/scratch.ts";

const WRITERS = 64;

interface Cost {
  /** Lines a second. */
  readonly rate: number;
  /** From the call to its answer, the median, in µs. */
  readonly answer: number;
}

export async function benchJournal({ rounds, seconds }: BenchOptions): Promise<void> {
  const folder = scratchFolder();
  const bytes = Buffer.byteLength(JSON.stringify(eventOf(1_000)));
  heading(
    "journal",
    `Events of ${bytes} bytes, each acknowledged after an fdatasync; windows of ${seconds} s, files in the system's temporary folder.
     "journal": ${WRITERS} writers that each append one event, wait for the answer, and append the next. "one writer": the same alone.
     "sync per line": JSON.stringify, writeSync and fdatasyncSync in a loop, no checksum, and nothing else can run meanwhile.
     "awaited": the same with fs.promises, as a server would.`,
  );
  let files = 0;
  const path = () => join(folder, `${++files}.jsonl`);
  const samples = await interleave(rounds, {
    journal: () => journalCost(path(), WRITERS, seconds),
    alone: () => journalCost(path(), 1, seconds),
    line: async () => lineCost(path(), seconds),
    awaited: () => awaitedCost(path(), seconds),
  });
  const rates = (name: keyof typeof samples) => samples[name].map(({ rate }) => rate);
  const answers = (name: keyof typeof samples) => samples[name].map(({ answer }) => answer);
  for (const [name, label] of [
    ["journal", `journal, ${WRITERS} writers`],
    ["alone", "journal, one writer"],
    ["line", "sync per line"],
    ["awaited", "sync per line, awaited"],
  ] as const) {
    printFigure(label, rates(name), "events/s");
    printFigure("  answer, p50", answers(name), "µs");
  }
  for (const [name, label] of [
    ["line", "sync per line"],
    ["awaited", "sync per line, awaited"],
  ] as const) {
    printRatio(`journal, ${WRITERS} writers ÷ ${label}`, ratios(rates("journal"), rates(name)), { atLeast: 20 });
    printRatio("  its answer ÷ that of one line", ratios(answers("journal"), answers(name)), { atMost: 2.5 });
    printRatio("  answer of one writer ÷ that of one line", ratios(answers("alone"), answers(name)));
  }
}

async function journalCost(path: string, writers: number, seconds: number): Promise<Cost> {
  const onWarning = (sentence: string) => {
    throw new Error(sentence);
  };
  const journal = await FileJournal.open({ path, room: "lobby", floor: "open", now: () => 0, onWarning });
  const answers: number[] = [];
  let seq = 0;
  const start = performance.now();
  const end = start + seconds * 1_000;
  const write = async () => {
    for (let now = performance.now(); now < end; ) {
      const event = eventOf(++seq);
      await journal.append([event], seq - 1);
      const answered = performance.now();
      answers.push(answered - now);
      now = answered;
    }
  };
  await Promise.all(Array.from({ length: writers }, write));
  const taken = performance.now() - start;
  let kept = 0;
  for await (const event of journal.read()) kept = event.seq;
  await journal.close();
  if (kept !== seq || answers.length !== seq) throw new Error(`${kept} of ${seq} events were kept`);
  return costOf(answers, taken);
}

function lineCost(path: string, seconds: number): Cost {
  const file = openSync(path, "a");
  const answers: number[] = [];
  const start = performance.now();
  const end = start + seconds * 1_000;
  let size = 0;
  for (let now = start; now < end; ) {
    size += writeSync(file, lineOf(answers.length + 1));
    fdatasyncSync(file);
    const answered = performance.now();
    answers.push(answered - now);
    now = answered;
  }
  closeSync(file);
  if (statSync(path).size !== size) throw new Error("the file is too short");
  return costOf(answers, performance.now() - start);
}

async function awaitedCost(path: string, seconds: number): Promise<Cost> {
  const file = await open(path, "a");
  const answers: number[] = [];
  const start = performance.now();
  const end = start + seconds * 1_000;
  for (let now = start; now < end; ) {
    await file.write(lineOf(answers.length + 1));
    await file.datasync();
    const answered = performance.now();
    answers.push(answered - now);
    now = answered;
  }
  const taken = performance.now() - start;
  await file.close();
  return costOf(answers, taken);
}

function costOf(answers: readonly number[], taken: number): Cost {
  return { rate: (answers.length / taken) * 1_000, answer: median(answers) * 1_000 };
}

function lineOf(seq: number): string {
  return `${JSON.stringify(eventOf(seq))}\n`;
}

function eventOf(seq: number): RoomEvent {
  return {
    seq,
    timestamp: "2026-01-15T10:30:45.123Z",
    type: "message",
    message_id: `msg-${seq}`,
    sender_id: "user-12",
    sender: "Ada",
    content: "I started using this cool app. Did anything interesting happen?",
    push_id: `7d5b0f52-6f0e-4f3a-9b1c-${seq}`,
    expected_seq: seq - 1,
  };
}
