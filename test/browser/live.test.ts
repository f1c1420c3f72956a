/** The page in a real browser, watching a conversation that runs. */
import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, inject, it } from "vitest";
import { BrowserStage } from "../fakes/browser-stage.ts";
import { Items } from "../fakes/timeline-items.ts";
import { WatchServer, type WatchServerOptions } from "../fakes/watch-server.ts";

const chromium = inject("chromium");

describe.skipIf(chromium === "")("the page, live", () => {
  let stage: BrowserStage;
  const servers: WatchServer[] = [];

  beforeAll(async () => {
    stage = await BrowserStage.open(chromium);
  });
  afterAll(() => stage.close());
  afterEach(async () => {
    await stage.closePages();
    await Promise.all(servers.splice(0).map((server) => server.close()));
  });

  const serve = async (options: Partial<WatchServerOptions> = {}) => {
    const server = await WatchServer.open({ html: stage.html, ...options });
    servers.push(server);
    return server;
  };
  const column = (page: Page, name: string) => page.getByRole("region", { name, exact: true });
  const chat = (page: Page) => page.getByRole("region", { name: "Conversation" });

  it("[PAGE-1] shows a column for each agent, its draft as it grows, and what was said", async () => {
    const server = await serve();
    const { page, troubles } = await stage.newPage();
    await page.goto(server.url);
    await page.getByText("Live", { exact: true }).first().waitFor();
    const items = new Items();
    server.tell([items.session("Tea or coffee?", ["Ann", "Bob"])]);
    await column(page, "Ann").waitFor();
    expect(await page.title()).toBe("Tea or coffee? · llm-chat");

    server.tell([items.activity("Ann", "thinking"), items.thinks("Ann", "Tea is "), items.thinks("Ann", "warm.")]);
    await column(page, "Ann").getByText("Tea is warm.").waitFor();
    await column(page, "Ann")
      .getByText(/^thinking/)
      .waitFor();

    const [call, answer] = items.acts("Ann", "append", { text: "Tea, clearly." });
    server.tell([items.activity("Ann", "writing"), items.writes("Ann", "x1", '{"text":"Tea, cl')]);
    await column(page, "Ann").getByTestId("draft").getByText("Tea, cl").waitFor();
    if (call && answer)
      server.tell([{ ...call, call_id: "x1" } as typeof call, { ...answer, call_id: "x1" } as typeof answer]);
    await column(page, "Ann").getByTestId("draft").getByText("Tea, clearly.").waitFor();

    server.tell([
      ...items.acts("Ann", "undo"),
      ...items.acts("Ann", "append", { text: "Coffee, then." }),
      ...items.acts(
        "Ann",
        "push",
        {},
        { status: 0, reason: "unseen_messages", content: "[system] Not sent: read first.\nBob: hm" },
      ),
    ]);
    await column(page, "Ann").locator("del", { hasText: "Tea, clearly." }).waitFor();
    await column(page, "Ann").getByText("✗ refused 1×").waitFor();
    await column(page, "Ann").getByText("refused · unseen messages").waitFor();
    await column(page, "Ann").getByTestId("last-system").getByText("Not sent: read first.").waitFor();

    server.tell([...items.acts("Ann", "push"), items.says("Ann", "Coffee, **then**.")]);
    await chat(page).locator("strong", { hasText: "then" }).waitFor();
    await expect.poll(() => column(page, "Ann").getByTestId("draft").count()).toBe(0);
    await page.getByText("0 crossed").waitFor();
    expect(troubles).toEqual([]);
  });

  it("[PAGE-5] reconnects to a server that was restarted: nothing is missing, nothing comes twice", async () => {
    const items = new Items();
    const first = await serve();
    const { page } = await stage.newPage();
    await page.goto(first.url);
    await expect.poll(() => first.watching).toBe(1);
    first.tell([items.session("A topic", ["Ann"]), items.says("Ann", "one"), items.says("Ann", "two")]);
    await chat(page).getByText("two").waitFor();
    const records = first.records();
    await first.close();
    await page
      .getByTestId("connection-words")
      .getByText(/Reconnecting in \d+ s \(attempt 2\)/)
      .waitFor();
    const second = await serve({ port: first.port, rooms: { lobby: [...records, items.says("Ann", "three")] } });
    await page.evaluate("dispatchEvent(new Event('online'))");
    await chat(page).getByText("three").waitFor();
    second.tell([items.says("Ann", "four")]);
    await chat(page).getByText("four").waitFor();
    await second.close();
    await page.getByTestId("connection-words").waitFor();
    await serve({ port: first.port, rooms: { lobby: [...second.records(), items.says("Ann", "five")] } });
    await page.getByRole("button", { name: "Now" }).click();
    await chat(page).getByText("five").waitFor();
    expect(await chat(page).getByRole("article").locator(".markdown").allTextContents()).toEqual([
      "one",
      "two",
      "three",
      "four",
      "five",
    ]);
    await expect.poll(() => page.getByTestId("connection-words").count()).toBe(0);
  });

  it("[PAGE-5] takes no alarm where the conversation has ended and its server with it, and waits for the next", async () => {
    const items = new Items();
    const first = await serve();
    const { page } = await stage.newPage();
    await page.goto(first.url);
    await expect.poll(() => first.watching).toBe(1);
    first.tell([items.session("A topic", ["Ann"]), items.says("Ann", "one"), items.ended("all_waiting")]);
    await page.getByTestId("badge").getByText("Ended").waitFor();
    await first.close();
    await page
      .getByTestId("connection-words")
      .getByText(/^The conversation has ended\. Looking for the next one in \d+ s$/)
      .waitFor();
    expect(await page.getByTestId("badge").textContent()).toBe("Ended");
    const next = new Items();
    await serve({ port: first.port, rooms: { lobby: [next.session("Another", ["Bob"]), next.says("Bob", "two")] } });
    await page.evaluate("dispatchEvent(new Event('online'))");
    await chat(page).getByText("two").waitFor();
    expect(await page.getByTestId("badge").textContent()).toBe("Live");
  });

  it("[PAGE-9] is paused, scrubbed back in what it has seen, and brought to the head again", async () => {
    const items = new Items();
    const server = await serve();
    const { page } = await stage.newPage();
    await page.goto(server.url);
    await expect.poll(() => server.watching).toBe(1);
    server.tell([items.session("A topic", ["Ann"])]);
    for (const word of ["one", "two", "three"]) {
      items.at += 4_000;
      server.tell([items.says("Ann", word)]);
    }
    await chat(page).getByText("three").waitFor();
    await page.keyboard.press("Space");
    await page.getByText("Live, behind").waitFor();
    items.at += 4_000;
    server.tell([items.says("Ann", "four")]);
    await page.keyboard.press("[");
    await expect.poll(() => chat(page).getByRole("article").count()).toBe(2);
    await page.getByRole("button", { name: "Live", exact: true }).click();
    await chat(page).getByText("four").waitFor();
    server.tell([items.says("Ann", "five")]);
    await chat(page).getByText("five").waitFor();
  });

  it("[PAGE-13] that shall not scroll by itself stands still, and tells how much has come", async () => {
    const items = new Items();
    const server = await serve();
    const { page } = await stage.newPage();
    await page.goto(server.url);
    await expect.poll(() => server.watching).toBe(1);
    await page.getByRole("button", { name: "Settings" }).click();
    await page.getByText("Scroll by itself").click();
    await page.keyboard.press("Escape");
    server.tell([items.session("A topic", ["Ann"]), items.says("Ann", "the first")]);
    for (let round = 1; round <= 40; round++) {
      items.at += 200_000;
      server.tell([items.says("Ann", `word ${round}`)]);
    }
    await chat(page).getByRole("button", { name: "To the end of the conversation" }).waitFor();
    await chat(page).getByText("the first").waitFor();
    await chat(page).getByRole("button", { name: "To the end of the conversation" }).click();
    await chat(page).getByText("word 40").waitFor();
  });

  it("[PAGE-7] works with a server that knows only chat messages", async () => {
    const server = await serve({ plain: true });
    const { page, troubles } = await stage.newPage();
    await page.goto(server.url);
    await expect.poll(() => server.watching).toBe(1);
    const timestamp = "2026-01-15T10:30:00.000Z";
    for (const parsed_content of [
      { type: "thinking", user: "Dwight", content: "Beets." },
      { type: "tool_call", user: "Dwight", function: "append", arguments: '{"text":"False."}', content: "" },
      { type: "chat", user: "Dwight", content: "Fact: bears eat beets." },
      { type: "chat", user: "Jim", from: "Dwight", content: "Fact: bears eat beets." },
    ]) {
      server.say({ type: "chat_message", timestamp, parsed_content, stream_time: 1 });
    }
    await chat(page).getByText("Fact: bears eat beets.").waitFor();
    await column(page, "Dwight").getByText("Beets.").waitFor();
    expect(await chat(page).getByRole("article").count()).toBe(1);
    expect(troubles).toEqual([]);
  });

  it("[PAGE-8] has a switch where there are several rooms", async () => {
    const [attic, cellar, lobby] = [new Items(), new Items(), new Items()];
    const rooms = {
      lobby: [lobby.session("In the lobby", ["Ann"]), lobby.says("Ann", "hello lobby")],
      attic: [attic.session("In the attic", ["Bob"]), attic.says("Bob", "hello attic")],
      // Of people only: their server knows no topic, and no agent.
      cellar: [cellar.notice("Cleo has joined the room."), cellar.says("Cleo", "hello cellar")],
    };
    const server = await serve({ rooms });
    const { page } = await stage.newPage();
    await page.goto(server.url);
    await chat(page).getByText("hello lobby").waitFor();
    await page.getByLabel("Room").selectOption("attic");
    await chat(page).getByText("hello attic").waitFor();
    expect(await page.getByRole("heading", { level: 1 }).textContent()).toBe("In the attic");
    expect(await column(page, "Ann").count()).toBe(0);
    await page.getByLabel("Room").selectOption("cellar");
    await chat(page).getByText("hello cellar").waitFor();
    await page.getByRole("heading", { level: 1, name: "cellar" }).waitFor();
    expect(await page.getByRole("group", { name: "Agents" }).count()).toBe(0);
    server.tell([cellar.activity("Cleo", "writing")], "cellar");
    await page.getByText("Cleo is writing…").waitFor();
    server.tell([cellar.says("Cleo", "hello again")], "cellar");
    await chat(page).getByText("hello again").waitFor();
    expect(await page.getByTestId("composing").count()).toBe(0);
  });

  it("[PAGE-4] disconnects, connects and clears as it is told; a served page has a fixed address", async () => {
    const items = new Items();
    const server = await serve({ rooms: { lobby: [items.session("A topic", ["Ann"]), items.says("Ann", "one")] } });
    const { page } = await stage.newPage();
    await page.goto(server.url);
    await chat(page).getByText("one").waitFor();
    await page.getByRole("button", { name: "Settings" }).click();
    const panel = page.getByRole("complementary", { name: "Settings" });
    expect(await panel.getByLabel("Address of the server").getAttribute("readonly")).not.toBeNull();
    await panel.getByRole("button", { name: "Clear" }).click();
    await expect.poll(() => chat(page).getByRole("article").count()).toBe(0);
    await page.getByRole("heading", { level: 1, name: "A topic" }).waitFor();
    server.tell([items.says("Ann", "two")]);
    await chat(page).getByText("two").waitFor();
    await panel.getByRole("button", { name: "Disconnect" }).click();
    await panel.getByText("Not connected").waitFor();
    await expect.poll(() => server.watching).toBe(0);
    await panel.getByRole("button", { name: "Connect", exact: true }).click();
    await panel.getByText("Connected").waitFor();
    await chat(page).getByText("one").waitFor();
  });

  it("[PAGE-4] opened from disk it connects to the address it was given", async () => {
    const items = new Items();
    const server = await serve({ rooms: { lobby: [items.session("From afar", ["Ann"]), items.says("Ann", "hello")] } });
    const { page, troubles, requests } = await stage.newPage();
    const file = await stage.file();
    await page.goto(`${file}?ws=ws://127.0.0.1:${server.port}`);
    await chat(page).getByText("hello").waitFor();
    expect(troubles).toEqual([]);
    expect(requests.filter((url) => !url.startsWith("file:") && !url.startsWith("data:"))).toEqual([
      `ws://127.0.0.1:${server.port}/?records&after=0`,
    ]);
  });
});
