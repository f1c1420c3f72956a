import { expect, it } from "vitest";
import { ManualClock } from "../../test/fakes/manual-clock.ts";
import { ProgressLine } from "./progress-line.ts";

const stage = (isTTY: boolean) => {
  const written: string[] = [];
  const clock = new ManualClock();
  const stderr = { write: (text: string) => written.push(text), isTTY, columns: 30 };
  return { clock, written, line: new ProgressLine({ stderr, clock }) };
};

it("[LOGS-8] progress is told after a second, now and then, in one line that goes away", async () => {
  const { clock, written, line } = stage(true);
  line.show("one");
  await clock.advance(999);
  line.show("two");
  line.clear();
  expect(written).toEqual([]);
  await clock.advance(1);
  line.show("three");
  line.show("four");
  await clock.advance(100);
  line.show("a text that is longer than the terminal is wide");
  line.clear();
  line.clear();
  expect(written).toEqual(["\r\u001b[Kllm-chat: three", "\r\u001b[Kllm-chat: a text that is l…", "\r\u001b[K"]);
});

it("[LOGS-8] nothing of it goes into a pipe", async () => {
  const { clock, written, line } = stage(false);
  await clock.advance(5_000);
  line.show("one");
  line.clear();
  expect(written).toEqual([]);
});
