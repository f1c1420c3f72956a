/** The page in a real browser, on the port of this program: with the policy and the rules of the real server. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, inject, it } from "vitest";
import { isRecord, type TimelineItem } from "../../src/logging/record.ts";
import type { ViewerHub } from "../../src/logging/viewer/viewer-hub.ts";
import { BrowserStage, jsonLines } from "../fakes/browser-stage.ts";
import { longConversation } from "../fakes/page-conversation.ts";
import { Items } from "../fakes/timeline-items.ts";
import { openStage } from "../fakes/viewer-stage.ts";

const chromium = inject("chromium");

describe.skipIf(chromium === "")("the page on its server", () => {
  let stage: BrowserStage;
  let page: string;

  beforeAll(async () => {
    stage = await BrowserStage.open(chromium);
    page = await stage.write("served.html", stage.html);
  });
  afterAll(() => stage.close());
  afterEach(() => stage.closePages());

  const chat = (browser: Page) => browser.getByRole("region", { name: "Conversation" });
  const tell = (hub: ViewerHub, items: readonly TimelineItem[]) => {
    for (const item of items) {
      if (isRecord(item)) hub.publishRecord(item);
      else hub.publishSignal(item);
    }
  };

  it("[PAGE-1] shows what goes on, under the server's own policy", async () => {
    const { hub, server } = await openStage({ server: { page } });
    const items = new Items();
    tell(hub, [items.session("Tea or coffee?", ["Ann"]), items.says("Ann", "Tea.")]);
    const { page: browser, troubles } = await stage.newPage();
    await browser.goto(server.url);
    await chat(browser).getByText("Tea.").waitFor();
    tell(hub, [items.activity("Ann", "writing"), items.writes("Ann", "x", '{"text":"Or cof')]);
    await browser.getByTestId("draft").getByText("Or cof").waitFor();
    tell(hub, [items.says("Ann", "Or coffee.")]);
    await chat(browser).getByText("Or coffee.").waitFor();
    expect(troubles).toEqual([]);
  });

  it("[PAGE-5] comes back to the same conversation, and notices another one", async () => {
    const items = new Items();
    const before = [items.session("Tea or coffee?", ["Ann"]), items.says("Ann", "one"), items.says("Ann", "two")];
    const first = await openStage({ server: { page } });
    tell(first.hub, before);
    const { page: browser } = await stage.newPage();
    await browser.goto(first.server.url);
    await chat(browser).getByText("two").waitFor();
    const { port } = first.server;
    await first.server.close();
    await browser.getByTestId("connection-words").waitFor();

    const second = await openStage({ server: { page, port } });
    tell(second.hub, [...before, items.says("Ann", "three")]);
    await browser.getByRole("button", { name: "Now" }).click();
    await chat(browser).getByText("three").waitFor();
    const texts = () => chat(browser).getByRole("article").locator(".markdown").allTextContents();
    expect(await texts()).toEqual(["one", "two", "three"]);
    await second.server.close();
    await browser.getByTestId("connection-words").waitFor();

    const other = new Items();
    const third = await openStage({ server: { page, port } });
    tell(third.hub, longConversation(other, ["Bob"], 3));
    await browser.getByRole("button", { name: "Now" }).click();
    await browser.getByRole("region", { name: "Bob", exact: true }).waitFor();
    await expect.poll(async () => (await texts()).length).toBe(3);
    expect(await browser.getByRole("region", { name: "Ann", exact: true }).count()).toBe(0);
  });

  it("[PAGE-5] takes in a long conversation that has gone on before it came", async () => {
    const { hub, server } = await openStage({ server: { page } });
    tell(hub, longConversation(new Items(), ["Ann", "Bob"], 1_500));
    const { page: browser } = await stage.newPage();
    await browser.goto(server.url);
    await chat(browser).getByText("Sentence 1499,").waitFor();
    await browser.getByText("1.5k messages").waitFor();
    expect(await browser.getByRole("button", { name: /problems in the log/ }).count()).toBe(0);
  });

  it("[PAGE-6] plays the log of a replay by itself", async () => {
    const log = await stage.write("talk.jsonl", jsonLines(longConversation(new Items(), ["Ann", "Bob"], 500)));
    const { server } = await openStage({ hub: { mode: "replay" }, server: { page, log } });
    const { page: browser, troubles } = await stage.newPage();
    await browser.goto(server.url);
    await browser.getByText("Replay", { exact: true }).waitFor();
    await browser.keyboard.press("Shift+G");
    await chat(browser).getByText("Sentence 499,").waitFor();
    await browser.keyboard.press("g");
    await expect.poll(() => chat(browser).getByRole("article").count()).toBe(0);
    expect(troubles).toEqual([]);
  });

  it("[PAGE-4] on disk is let in where its origin is, and the log too; with the token it was given", async () => {
    const log = await stage.write(
      "disk.jsonl",
      await readFile(join(import.meta.dirname, "../../logs/sample.jsonl"), "utf8"),
    );
    const admits = (token: string | null) => token === "a b";
    const options = { page, log, admits, allowOrigins: ["null"] };
    const { server } = await openStage({ hub: { mode: "replay" }, server: options });
    const { page: browser, troubles } = await stage.newPage();
    await browser.goto(`${await stage.file()}?ws=${server.url.replace("http", "ws")}&token=a%20b`);
    await browser.getByRole("heading", { name: "Should we colonise Mars?" }).waitFor();
    await browser.getByText("Replay", { exact: true }).waitFor();
    expect(troubles).toEqual([]);
  });

  it("[PAGE-4] on disk is told what it takes where it is not let in", async () => {
    const { server } = await openStage({ server: { page } });
    const { page: browser } = await stage.newPage();
    await browser.goto(`${await stage.file()}?ws=${server.url.replace("http", "ws")}`);
    await browser.getByText("A page from disk is let in with --allow-origin null.").waitFor();
    expect(await chat(browser).getByRole("article").count()).toBe(0);
  });
});
