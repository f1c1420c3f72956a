import { expect, it } from "vitest";
import { ManualClock } from "../../../test/fakes/manual-clock.ts";
import { ThinkingLine } from "./thinking-line.ts";

const stage = (isTTY: boolean) => {
  const written: string[] = [];
  const clock = new ManualClock();
  const place = { isAtLineStart: true };
  const stderr = { write: (text: string) => written.push(text), isTTY };
  const line = new ThinkingLine({ stderr, clock, isAtLineStart: () => place.isAtLineStart });
  return { clock, written, line, place };
};

it("[ASK-27] a model that thinks is told of after a second, and the line goes when something comes", async () => {
  const { clock, written, line } = stage(true);
  line.restart();
  await clock.advance(999);
  expect(written).toEqual([]);
  await clock.advance(1_001);
  line.restart();
  await clock.advance(500);
  line.end();
  await clock.advance(5_000);
  expect(written).toEqual(["\r\u001b[Kthinking … 1 s", "\r\u001b[Kthinking … 2 s", "\r\u001b[K"]);
});

it("[ASK-27] never over a line that is being written, nor into a pipe", async () => {
  const { clock, written, line, place } = stage(true);
  place.isAtLineStart = false;
  line.restart();
  await clock.advance(3_000);
  const piped = stage(false);
  piped.line.restart();
  await piped.clock.advance(3_000);
  expect([...written, ...piped.written]).toEqual([]);
});
