/** The page in a real browser: on a phone, on a wide screen, with many agents, and with a long log. */
import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, inject, it } from "vitest";
import { longConversation } from "../fakes/page-conversation.ts";
import type { TimelineItem } from "../../src/logging/record.ts";
import { BrowserStage, jsonLines } from "../fakes/browser-stage.ts";
import { Items } from "../fakes/timeline-items.ts";

const chromium = inject("chromium");

/** How far from its end the chat stands, after as many frames as it would take to be taken back. */
const REST_AFTER_FRAMES = `new Promise((resolve) => {
  const look = (frames) => {
    const { scrollHeight, scrollTop, clientHeight } = document.querySelector(".chat .rows");
    if (frames === 0) resolve(scrollHeight - scrollTop - clientHeight);
    else requestAnimationFrame(() => look(frames - 1));
  };
  look(20);
})`;

describe.skipIf(chromium === "")("the page, small and large", () => {
  let stage: BrowserStage;

  beforeAll(async () => {
    stage = await BrowserStage.open(chromium);
  });
  afterAll(() => stage.close());
  afterEach(() => stage.closePages());

  const chat = (page: Page) => page.getByRole("region", { name: "Conversation" });

  async function opened(items: readonly TimelineItem[], width: number, height: number) {
    const watched = await stage.newPage({ viewport: { width, height } });
    await watched.page.goto(await stage.file());
    await watched.page.getByTestId("file").setInputFiles(await stage.write("size.jsonl", jsonLines(items)));
    await watched.page.getByRole("button", { name: "Pause (space)" }).waitFor();
    await watched.page.keyboard.press("Shift+G");
    return watched;
  }
  const last = (page: Page, round: number) =>
    chat(page).getByText(`Sentence ${round}, and it says something about tea`).waitFor({ timeout: 20_000 });
  /** What sticks out of the window at the right. */
  const overflow = (page: Page) => page.evaluate("document.documentElement.scrollWidth - innerWidth");

  it("[PAGE-2] on a phone shows one pane at a time: the chat first, then each agent", async () => {
    const { page, troubles } = await opened(longConversation(new Items(), ["Ann", "Bob"], 30), 390, 844);
    await last(page, 29);
    expect(await overflow(page)).toBe(0);
    const inSight = async (name: string) => {
      const box = await page.getByRole("region", { name, exact: true }).boundingBox();
      return box !== null && Math.abs(box.x) < 2 && Math.abs(box.width - 390) < 2;
    };
    expect(await inSight("Conversation")).toBe(true);
    await page.getByRole("navigation", { name: "Panes" }).getByRole("button", { name: "Bob" }).click();
    await expect.poll(() => inSight("Bob")).toBe(true);
    await page.getByRole("region", { name: "Bob", exact: true }).getByText("Thought 29").waitFor();
    await page.getByRole("button", { name: "Settings" }).click();
    await page.getByRole("complementary", { name: "Settings" }).waitFor();
    expect(await overflow(page)).toBe(0);
    expect(troubles).toEqual([]);
  });

  it.each([
    [1024, 768],
    [1920, 1080],
  ])("[PAGE-2] at %i×%i shows the columns above and the chat below", async (width, height) => {
    const { page } = await opened(longConversation(new Items(), ["Ann", "Bob", "Cleo"], 30), width, height);
    await last(page, 29);
    expect(await overflow(page)).toBe(0);
    const boxes = await Promise.all(
      ["Ann", "Bob", "Cleo", "Conversation"].map((name) =>
        page.getByRole("region", { name, exact: true }).boundingBox(),
      ),
    );
    const [ann, bob, cleo, talk] = boxes;
    if (!ann || !bob || !cleo || !talk) throw new Error("a pane is missing");
    expect(bob.x).toBeGreaterThan(ann.x + ann.width);
    expect(cleo.x + cleo.width).toBeLessThanOrEqual(width);
    expect(talk.y).toBeGreaterThan(ann.y + ann.height);
    expect(talk.width).toBe(width);
    // The line between them is moved with the keyboard.
    await page.getByRole("separator").press("ArrowUp");
    await expect.poll(async () => (await chat(page).boundingBox())?.y ?? 0).toBeLessThan(talk.y);
  });

  it("[PAGE-2] many agents are scrolled to, and keep their width", async () => {
    const names = Array.from({ length: 12 }, (_, index) => `Agent ${index}`);
    const { page } = await opened(longConversation(new Items(), names, 24), 1280, 800);
    await last(page, 23);
    const box = await page.getByRole("region", { name: "Agent 3", exact: true }).boundingBox();
    expect(box?.width).toBeGreaterThanOrEqual(290);
    await page.getByRole("region", { name: "Agent 11", exact: true }).scrollIntoViewIfNeeded();
    await page.getByRole("region", { name: "Agent 11", exact: true }).getByText("Thought 23").waitFor();
    expect(await overflow(page)).toBe(0);
  });

  it("[PAGE-13] goes up with the first turn of the wheel, at once after a seek too", async () => {
    const { page } = await opened(longConversation(new Items(), ["Ann"], 200), 1280, 800);
    await last(page, 199);
    await page.mouse.move(600, 650);
    for (let round = 0; round < 3; round++) {
      await page.keyboard.press("g");
      await expect.poll(() => chat(page).getByRole("article").count()).toBeLessThan(2);
      await page.keyboard.press("Shift+G");
      await last(page, 199);
      await page.mouse.wheel(0, -1_500);
      expect(await page.evaluate(REST_AFTER_FRAMES)).toBeGreaterThan(500);
    }
  });

  it("[PAGE-13] stays where a person has scrolled to, tells what has come, and leads back", async () => {
    const { page } = await opened(longConversation(new Items(), ["Ann"], 60), 1280, 800);
    await last(page, 59);
    for (let back = 0; back < 5; back++) await page.keyboard.press("[");
    await expect.poll(() => chat(page).locator('[data-seq="56"]').count()).toBe(0);
    await last(page, 54);
    await chat(page).hover();
    await page.mouse.wheel(0, -600);
    const toEnd = page.getByRole("button", { name: "To the end of the conversation" });
    await toEnd.waitFor();
    await page.keyboard.press("]");
    await expect.poll(() => toEnd.textContent()).toBe("1 new");
    await toEnd.click();
    await last(page, 55);
    await expect.poll(() => toEnd.count()).toBe(0);
  });

  it("[PAGE-13] of a hundred thousand records only what is in sight is in the document", {
    timeout: 60_000,
  }, async () => {
    const { page, troubles } = await opened(
      longConversation(new Items(), ["Ann", "Bob", "Cleo", "Dan"], 16_700),
      1280,
      800,
    );
    await last(page, 16_699);
    expect(await page.locator(".rows > div > div").count()).toBeLessThan(200);
    await page.keyboard.press("/");
    await page.keyboard.type("thought 12345");
    await expect.poll(() => page.getByTestId("search-count").textContent()).toBe("1");
    await page.keyboard.press("Enter");
    await page.locator(".current").getByText("Thought 12345").waitFor();
    await page.keyboard.press("Escape");
    await page.keyboard.press("g");
    await expect.poll(() => chat(page).getByRole("article").count()).toBe(0);
    expect(troubles).toEqual([]);
  });
});
