/** How long a model's token takes to a page, stored on its way, and what it costs when many chats stream. */
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { WebSocket } from "ws";
import type { Chunk } from "../src/documents/wire.ts";
import { microseconds, PACE_MS, stream, timesIn, type Usage } from "./documents/token.ts";
import { startChild } from "./support/child.ts";
import { heading, printFigure, printRatio, printShare } from "./support/report.ts";
import { type BenchOptions, interleave, ratios } from "./support/rounds.ts";
import { scratchFolder } from "./support/scratch.ts";
import { stageContestants } from "./support/staged.ts";

const MANY = 50;
const WARM_UP_MS = 1_000;

interface Sample {
  /** ms */
  readonly p50: number;
  readonly p99: number;
  /** Of one core. */
  readonly cpu: number;
}

export async function benchDocuments({ rounds, seconds }: BenchOptions): Promise<void> {
  const perSecond = 1_000 / PACE_MS;
  heading(
    "documents",
    `Tokens of a model until they are in a client, in another process: ${perSecond} a second, in one chat and in ${MANY} at once,
     for ${seconds} s. "llm-chat": the whole server of documents, each token durable in SQLite before it is sent.
     "plain": ws, which sends a frame for each token and keeps nothing. "echo": ws, which sends back what the client sends it,
     there and back.`,
  );
  const folder = scratchFolder();
  let samplesTaken = 0;
  const bundles = await stageContestants({
    ours: new URL("documents/ours.ts", import.meta.url),
    plain: new URL("documents/plain.ts", import.meta.url),
    echo: new URL("documents/echo.ts", import.meta.url),
  });
  const contestant = (bundle: string, chats: number) => () =>
    sampleOf(bundle, { dir: join(folder, String(++samplesTaken)), chats, seconds, isEcho: bundle === bundles.echo });
  const samples = await interleave(rounds, {
    "llm-chat, one": contestant(bundles.ours, 1),
    "plain, one": contestant(bundles.plain, 1),
    "echo, one": contestant(bundles.echo, 1),
    "llm-chat, many": contestant(bundles.ours, MANY),
    "plain, many": contestant(bundles.plain, MANY),
    "echo, many": contestant(bundles.echo, MANY),
  });
  for (const size of ["one", "many"] as const) {
    const [ours, plain, echo] = [samples[`llm-chat, ${size}`], samples[`plain, ${size}`], samples[`echo, ${size}`]];
    const where = size === "one" ? "one chat" : `${MANY} chats`;
    for (const part of ["p50", "p99"] as const) {
      const of = (all: readonly Sample[]) => all.map((sample) => sample[part]);
      printFigure(`llm-chat: token to page, ${where}, ${part}`, of(ours), "ms");
      printFigure("  plain", of(plain), "ms");
      printFigure("  echo", of(echo), "ms");
      printRatio(`token to page ÷ plain, ${where}, ${part}`, ratios(of(ours), of(plain)));
      printRatio(`token to page ÷ echo, ${where}, ${part}`, ratios(of(ours), of(echo)));
    }
    const cpu = (all: readonly Sample[]) => all.map((sample) => sample.cpu);
    printShare(`llm-chat: CPU of ${where}, of one core`, cpu(ours));
    printShare("  plain", cpu(plain));
    printRatio(`CPU ÷ plain, ${where}`, ratios(cpu(ours), cpu(plain)));
  }
}

interface Setting {
  readonly dir: string;
  readonly chats: number;
  readonly seconds: number;
  /** It is the client that has the model's tokens. */
  readonly isEcho: boolean;
}

async function sampleOf(bundle: string, { dir, chats, seconds, isEcho }: Setting): Promise<Sample> {
  const [server, url] = await startChild<string>(bundle, [dir]);
  const latencies: number[] = [];
  const end = new AbortController();
  let isMeasuring = false;
  const sockets = await Promise.all(
    Array.from({ length: chats }, async () => {
      const socket = new WebSocket(`${url.replace("http", "ws")}/ws`, { perMessageDeflate: false });
      await new Promise((resolve) => socket.once("open", resolve));
      socket.on("message", (data: Buffer) => {
        const now = microseconds();
        const { type, content } = JSON.parse(data.toString()) as Chunk;
        if (type === "error") throw new Error(content);
        if (isMeasuring) latencies.push(...timesIn(content).map((time) => (now - time) / 1_000));
      });
      if (isEcho) void stream((token) => socket.send(chunkOf(token)), end.signal);
      else socket.send('{"name":"message","message":{"content":"Write"}}');
      return socket;
    }),
  );
  await pause(WARM_UP_MS);
  const before = await server.ask<Usage>({});
  const start = performance.now();
  isMeasuring = true;
  await pause(seconds * 1_000);
  isMeasuring = false;
  const ms = performance.now() - start;
  const after = await server.ask<Usage>({});
  end.abort();
  for (const socket of sockets) socket.terminate();
  await server.end();
  const expected = (chats * ms) / PACE_MS;
  if (latencies.length < expected * 0.8) throw new Error(`${latencies.length} tokens of ${expected} have come`);
  const sorted = latencies.toSorted((one, other) => one - other);
  const at = (share: number) => sorted[Math.floor(sorted.length * share)] ?? Number.NaN;
  return { p50: at(0.5), p99: at(0.99), cpu: (after.cpuMs - before.cpuMs) / ms };
}

function chunkOf(token: string): string {
  return `{"type":"md","block_ids":"b1","content":"${token}"}`;
}
