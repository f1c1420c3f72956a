/** The page in a real browser, playing logs: dropped, chosen, exported, or read from a server. */
import { readFile } from "node:fs/promises";
import { gzipSync } from "node:zlib";
import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, inject, it } from "vitest";
import type { TimelineItem } from "../../src/logging/record.ts";
import { BrowserStage, jsonLines } from "../fakes/browser-stage.ts";
import { Items } from "../fakes/timeline-items.ts";
import { WatchServer } from "../fakes/watch-server.ts";

const chromium = inject("chromium");

/** Eight messages by turns, 10 s apart, with a refused push after the third and an interruption after the sixth. */
function conversation(): TimelineItem[] {
  const items = new Items();
  const all: TimelineItem[] = [items.session("Tea or coffee?", ["Ann", "Bob"])];
  for (let index = 1; index <= 8; index++) {
    items.at += 9_000;
    const user = index % 2 === 1 ? "Ann" : "Bob";
    all.push(items.thought(user, `Thought number ${index}.`));
    items.at += 1_000;
    all.push(items.says(user, `Message number ${index}.`));
    if (index === 3)
      all.push(
        ...items.acts("Bob", "push", {}, { status: 0, reason: "unseen_messages", content: "[system] Not sent." }),
      );
    if (index === 6) all.push(items.error("Ann", "Interrupted by a new message.", "interrupted"));
  }
  all.push(items.ended("all_waiting"));
  return all;
}

describe.skipIf(chromium === "")("the page, in replay", () => {
  let stage: BrowserStage;
  let log: string;

  beforeAll(async () => {
    stage = await BrowserStage.open(chromium);
    log = await stage.write("tea.jsonl", jsonLines(conversation()));
  });
  afterAll(() => stage.close());
  afterEach(() => stage.closePages());

  const chat = (page: Page) => page.getByRole("region", { name: "Conversation" });
  const messages = (page: Page) => chat(page).getByRole("article").locator(".markdown").allTextContents();
  const position = (page: Page) => page.getByRole("slider", { name: "Position" }).getAttribute("aria-valuenow");

  /** `log` is open and stands still at its begin. */
  async function opened(path = log) {
    const watched = await stage.newPage();
    const { page } = watched;
    await page.goto(await stage.file());
    await page.getByTestId("file").setInputFiles(path);
    await page.getByRole("button", { name: "Pause (space)" }).waitFor();
    await page.keyboard.press("Space");
    await page.keyboard.press("g");
    await page.getByRole("button", { name: "Play (space)" }).waitFor();
    return watched;
  }

  async function drop(page: Page, name: string, text: string): Promise<void> {
    const transfer = await page.evaluateHandle(`(() => {
      const transfer = new DataTransfer();
      transfer.items.add(new File([${JSON.stringify(text)}], ${JSON.stringify(name)}));
      return transfer;
    })()`);
    await page.dispatchEvent("body", "dragover", { dataTransfer: transfer });
    await page.getByText("Drop the log to play it").waitFor();
    await page.dispatchEvent("body", "drop", { dataTransfer: transfer });
  }

  it("[PAGE-10] plays a log that is dropped on it, without a server", async () => {
    const { page, troubles, requests } = await stage.newPage();
    const file = await stage.file();
    await page.goto(file);
    await page.getByRole("heading", { name: "Watch a conversation" }).waitFor();
    await drop(page, "tea.jsonl", jsonLines(conversation()));
    await page.getByRole("heading", { name: "Tea or coffee?" }).waitFor();
    await page.getByText("Replay", { exact: true }).waitFor();
    await page.keyboard.press("Shift+G");
    await chat(page).getByText("Message number 8.").waitFor();
    await page.getByText("ended: all waiting").waitFor();
    expect(troubles).toEqual([]);
    expect(requests.filter((url) => url !== file && !url.startsWith("data:"))).toEqual([]);
  });

  it("[PAGE-10] says why a file cannot be played, and reads the others", async () => {
    const { page } = await stage.newPage();
    await page.goto(await stage.file());
    await drop(page, "cat.png", "\u0089PNG and no log");
    await page.getByRole("alert").getByText("cat.png is no conversation log").waitFor();
    await drop(page, "empty.jsonl", "");
    await page.getByRole("alert").getByText("it is empty").waitFor();
    await drop(page, "tea.jsonl", jsonLines(conversation()));
    await page.getByRole("heading", { name: "Tea or coffee?" }).waitFor();
    expect(await page.getByRole("alert").count()).toBe(0);
  });

  it("[PAGE-10] tells the lines that it could not read, with their numbers", async () => {
    const lines = jsonLines(conversation()).split("\n");
    lines.splice(3, 0, "{broken", "[1]");
    const { page } = await opened(await stage.write("broken.jsonl", lines.join("\n")));
    await page.keyboard.press("Shift+G");
    await page.getByRole("button", { name: "2 problems in the log" }).click();
    const problems = page.getByTestId("problems").getByRole("listitem");
    await expect.poll(() => problems.allTextContents()).toEqual(["line 4 not JSON", "line 5 not a JSON object"]);
    await chat(page).getByText("Message number 8.").waitFor();
  });

  it.each(["office-v1.jsonl", "tea-v2.jsonl"])("[PAGE-10] plays an old log: %s", async (name) => {
    const text = await readFile(new URL(`../fixtures/logs/${name}`, import.meta.url), "utf8");
    const { page, troubles } = await opened(await stage.write(name, text));
    await page.keyboard.press("Shift+G");
    await chat(page).getByRole("article").first().waitFor();
    expect(troubles).toEqual([]);
  });

  it("[PAGE-9] goes where the keys lead: on, back, by messages and markers, to both ends", async () => {
    const { page } = await opened();
    const press = async (key: string, shown: number) => {
      await page.keyboard.press(key);
      await expect.poll(() => messages(page).then(({ length }) => length), { message: key }).toBe(shown);
    };
    await press("]", 1);
    await press("]", 2);
    await press("[", 1);
    await press("m", 3);
    await page.getByText("refused · unseen messages").waitFor();
    await press("m", 6);
    await press("Shift+M", 3);
    await press("Shift+G", 8);
    expect(await position(page)).toBe(
      await page.getByRole("slider", { name: "Position" }).getAttribute("aria-valuemax"),
    );
    await press("g", 0);
    expect(await position(page)).toBe("0");
    await page.keyboard.press("ArrowRight");
    await expect.poll(() => position(page)).toBe("5");
    await page.keyboard.press("ArrowRight");
    await expect.poll(() => position(page)).toBe("10");
    await page.keyboard.press("ArrowLeft");
    await expect.poll(() => position(page)).toBe("5");
    // The thought at 9.9 s, then the message.
    await page.keyboard.press(".");
    await page.getByText("Thought number 1.").waitFor();
    await press(".", 1);
    await page.keyboard.press("?");
    await page.getByRole("dialog", { name: "Keys" }).waitFor();
    await page.keyboard.press("Escape");
    await expect.poll(() => page.getByRole("dialog").count()).toBe(0);
  });

  it("[PAGE-9] is scrubbed with the pointer, and has a tick for each marker", async () => {
    const { page } = await opened();
    const ticks = page.locator(".tick");
    await expect.poll(() => ticks.count()).toBe(2);
    expect(await ticks.first().getAttribute("title")).toBe("Bob was refused: somebody had spoken first");
    const track = await page.getByRole("slider", { name: "Position" }).boundingBox();
    if (track === null) throw new Error("no scrubber");
    await page.mouse.click(track.x + track.width / 2, track.y + track.height / 2);
    await expect.poll(() => messages(page).then(({ length }) => length)).toBe(4);
    await page.mouse.move(track.x + track.width / 2, track.y + 10);
    await page.mouse.down();
    await page.mouse.move(track.x + track.width + 20, track.y + 10);
    await page.mouse.up();
    await expect.poll(() => messages(page).then(({ length }) => length)).toBe(8);
  });

  it("[PAGE-9] plays faster when it is told, and remembers it", async () => {
    const { page } = await opened();
    for (let index = 0; index < 4; index++) await page.keyboard.press(">");
    await expect.poll(() => page.getByLabel("Speed").inputValue()).toBe("16");
    await page.keyboard.press("Space");
    await chat(page).getByText("Message number 3.").waitFor();
    await page.reload();
    await page.getByTestId("file").setInputFiles(log);
    await expect.poll(() => page.getByLabel("Speed").inputValue()).toBe("16");
  });

  it("[PAGE-11] finds in what is shown, then in the rest of the log, then from the begin", async () => {
    const { page } = await opened();
    await page.keyboard.press("]");
    await page.keyboard.press("/");
    await page.keyboard.type("MESSAGE NUMBER");
    const count = page.getByTestId("search-count");
    await expect.poll(() => count.textContent()).toBe("1");
    await page.keyboard.press("Enter");
    await expect.poll(() => count.textContent()).toBe("1 of 1");
    await page.keyboard.press("Enter");
    await expect.poll(() => count.textContent()).toBe("2 of 2");
    await chat(page).locator(".current").getByText("Message number 2.").waitFor();
    expect(await page.evaluate(`CSS.highlights.get("search").size`)).toBe(2);
    await page.keyboard.press("Shift+Enter");
    await expect.poll(() => count.textContent()).toBe("1 of 2");
    await page.keyboard.press("Escape");
    await page.keyboard.press("Shift+G");
    await page.keyboard.press("/");
    await page.keyboard.type("number 8");
    await expect.poll(() => count.textContent()).toBe("2");
    await page.keyboard.press("Enter");
    await expect.poll(() => count.textContent()).toBe("1 of 2");
    await page.keyboard.press("Enter");
    await page.keyboard.press("Enter");
    await expect.poll(() => count.textContent()).toBe("1 of 2 · from the other end");
  });

  it("[PAGE-11] shows only who and what is asked for", async () => {
    const { page } = await opened();
    await page.keyboard.press("Shift+G");
    await expect.poll(() => messages(page).then(({ length }) => length)).toBe(8);
    await page.keyboard.press("/");
    await page.getByRole("group", { name: "Users" }).getByRole("button", { name: "Bob" }).click();
    await expect.poll(() => messages(page).then(({ length }) => length)).toBe(4);
    expect(await page.getByRole("region", { name: "Bob", exact: true }).count()).toBe(0);
    const thinking = page.getByRole("group", { name: "Types" }).getByRole("button", { name: "thinking" });
    await thinking.click();
    await expect.poll(() => page.getByText("Thought number 1.").count()).toBe(0);
    await thinking.click();
    await page.getByText("Thought number 1.").waitFor();
    await page.getByRole("searchbox").fill("number 5");
    await page.getByLabel("only matches").check();
    await expect.poll(() => messages(page)).toEqual(["Message number 5."]);
    await expect.poll(() => page.locator(".entry").allTextContents()).toEqual(["·Thought number 5."]);
  });

  it("[PAGE-3] plays the log inside an exported page, from disk and without network", async () => {
    const { page, troubles, requests } = await stage.newPage();
    const gzip = gzipSync(jsonLines(conversation()));
    const file = await stage.file({ name: "tea.jsonl", gzip });
    await page.goto(file);
    await page.getByRole("heading", { name: "Tea or coffee?" }).waitFor();
    await page.keyboard.press("Shift+G");
    await chat(page).getByText("Message number 8.").waitFor();
    expect(troubles).toEqual([]);
    expect(requests.filter((url) => url !== file && !url.startsWith("data:"))).toEqual([]);
    await page.goto(await stage.file({ name: "tea.jsonl", gzip: gzip.subarray(0, 100) }));
    await page.getByRole("alert").getByText("The log in this page (tea.jsonl) is damaged").waitFor();
  });

  it("[PAGE-6] plays the log of a server that replays, by ranges, at its own pace", async () => {
    const bytes = new TextEncoder().encode(jsonLines(conversation()));
    const server = await WatchServer.open({ html: stage.html, log: bytes });
    try {
      const { page, troubles } = await stage.newPage();
      await page.goto(server.url);
      await page.getByText("Replay", { exact: true }).waitFor();
      await page.keyboard.press("Shift+G");
      await chat(page).getByText("Message number 8.").waitFor();
      expect(server.requests.some((request) => request.startsWith("/log bytes="))).toBe(true);
      await expect.poll(() => server.watching).toBe(0);
      expect(troubles).toEqual([]);
    } finally {
      await server.close();
    }
  });
});
