/** The page in a real browser: its frames while agents stream, beside those of an empty page; and a long log. */
import type { Page } from "playwright-core";
import { BrowserStage, jsonLines } from "../test/fakes/browser-stage.ts";
import { longConversation } from "../test/fakes/page-conversation.ts";
import { Items } from "../test/fakes/timeline-items.ts";
import { WatchServer } from "../test/fakes/watch-server.ts";
import { heading, printFigure, printRatio } from "./support/report.ts";
import { type BenchOptions, interleave, ratios } from "./support/rounds.ts";

const CHROMIUM = process.env["CHROMIUM"] ?? "/usr/bin/chromium";
const AGENTS = ["Ann", "Bob", "Cleo", "Dan"];
/** Of each agent. */
const TOKENS_A_SECOND = 50;
const RECORDS = 100_000;

interface Frames {
  readonly perSecond: number;
  /** ms */
  readonly longest: number;
}

export async function benchPage({ rounds, seconds }: BenchOptions): Promise<void> {
  const stage = await BrowserStage.open(CHROMIUM);
  heading(
    "page",
    `${AGENTS.length} agents, ${TOKENS_A_SECOND} tokens a second each; Chromium without a GPU. "empty": a page that does nothing.
     "log": ${RECORDS.toLocaleString("en")} records, 4 agents. A long task is one of more than 50 ms.`,
  );
  const samples = await interleave(rounds, {
    page: () => streaming(stage, seconds),
    empty: async () => {
      const { page } = await stage.newPage();
      return framesOf(page, seconds);
    },
  });
  const rates = (frames: readonly Frames[]) => frames.map(({ perSecond }) => perSecond);
  printFigure("frames a second while agents stream", rates(samples.page), "/s");
  printRatio("frames ÷ those of an empty page", ratios(rates(samples.page), rates(samples.empty)));
  printFigure(
    "longest frame",
    samples.page.map(({ longest }) => longest),
    "ms",
  );
  await longLog(stage, rounds, seconds);
  await stage.close();
}

async function streaming(stage: BrowserStage, seconds: number): Promise<Frames> {
  const items = new Items();
  const rooms = { lobby: longConversation(items, AGENTS, 200) };
  const server = await WatchServer.open({ html: stage.html, rooms });
  const { page } = await stage.newPage();
  await page.goto(server.url);
  await page.getByText("Live", { exact: true }).first().waitFor();
  const timer = setInterval(() => {
    server.tell(AGENTS.flatMap((name) => [items.thinks(name, "word "), items.writes(name, `x-${name}`, "word ")]));
  }, 2_000 / TOKENS_A_SECOND);
  const frames = await framesOf(page, seconds);
  clearInterval(timer);
  await stage.closePages();
  await server.close();
  return frames;
}

async function longLog(stage: BrowserStage, rounds: number, seconds: number): Promise<void> {
  const path = await stage.write(
    "long.jsonl",
    jsonLines(longConversation(new Items(), AGENTS, Math.ceil(RECORDS / 6))),
  );
  const figures = {
    open: [] as number[],
    end: [] as number[],
    search: [] as number[],
    frames: [] as number[],
    tasks: [] as number[],
  };
  for (let round = 0; round < rounds; round++) {
    const { page } = await stage.newPage();
    await page.goto(await stage.file());
    await page.evaluate(WATCH_TASKS);
    const timed = async (run: () => Promise<unknown>) => {
      const start = performance.now();
      await run();
      return performance.now() - start;
    };
    figures.open.push(
      await timed(async () => {
        await page.getByTestId("file").setInputFiles(path);
        await page.getByRole("button", { name: "Pause (space)" }).waitFor();
      }),
    );
    figures.end.push(
      await timed(async () => {
        await page.keyboard.press("Shift+G");
        await page
          .getByText(`Sentence ${Math.ceil(RECORDS / 6) - 1},`)
          .first()
          .waitFor();
      }),
    );
    await page.keyboard.press("/");
    figures.search.push(
      await timed(async () => {
        await page.getByRole("searchbox").fill("sentence 9999");
        await page.waitForFunction(`/^\\d+$/.test(document.querySelector("[data-testid=search-count]").textContent)`);
      }),
    );
    await page.keyboard.press("Escape");
    await page.keyboard.press("g");
    for (let press = 0; press < 4; press++) await page.keyboard.press(">");
    await page.keyboard.press("Space");
    figures.frames.push((await framesOf(page, seconds)).perSecond);
    figures.tasks.push(Number(await page.evaluate("Math.max(0, ...globalThis.tasks)")));
    await stage.closePages();
  }
  printFigure("log: opened and playing", figures.open, "ms");
  printFigure("log: to its end", figures.end, "ms");
  printFigure("log: searched", figures.search, "ms");
  printFigure("log: frames a second, played at 16×", figures.frames, "/s");
  printFigure("log: longest task of all that", figures.tasks, "ms");
}

const WATCH_TASKS = `globalThis.tasks = [];
  new PerformanceObserver((list) => tasks.push(...list.getEntries().map(({ duration }) => duration))).observe({ type: "longtask" })`;

async function framesOf(page: Page, seconds: number): Promise<Frames> {
  return page.evaluate<Frames>(`new Promise((resolve) => {
    let [frames, longest, last] = [0, 0, performance.now()];
    const begun = last;
    const frame = (now) => {
      frames++;
      longest = Math.max(longest, now - last);
      last = now;
      if (now - begun < ${seconds * 1_000}) requestAnimationFrame(frame);
      else resolve({ perSecond: (frames / (now - begun)) * 1000, longest });
    };
    requestAnimationFrame(frame);
  })`);
}
