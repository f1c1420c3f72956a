/** What the servers of viewers are told to do, and the one message that they say. */
import type { LogRecord } from "../../src/logging/record.ts";

export type Order =
  /** Say so many messages, one in each turn of the event loop. */
  | { readonly type: "burst"; readonly count: number }
  /** Say one, and tell when. */
  | { readonly type: "one" };

export interface Said {
  /** Of this machine, for all processes alike, ms. */
  readonly at: number;
  /** Since the start of the process. */
  readonly cpuMs: number;
}

export const RECORD: LogRecord = {
  format: "v3",
  timestamp: "2026-11-20T09:00:00.000Z",
  type: "chat",
  user: "Ada",
  content:
    "I would rather take the train: it leaves at nine, nobody has to drive, and we can talk on the way there. The bus is cheaper, but it stops in each village.",
  message_id: "m-1",
  seq: 1,
  sender_id: "p-1",
  push_id: "push-1",
  expected_seq: 0,
};

export async function obey(order: Order, say: () => void): Promise<Said> {
  if (order.type === "one") {
    const at = machineTime();
    say();
    return { at, cpuMs: cpuTime() };
  }
  for (let said = 1; said <= order.count; said++) {
    say();
    await new Promise((resolve) => setImmediate(resolve));
  }
  return { at: machineTime(), cpuMs: cpuTime() };
}

export function machineTime(): number {
  return Number(process.hrtime.bigint()) / 1e6;
}

export function cpuTime(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000;
}
