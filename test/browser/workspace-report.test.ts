/** A report from the first word to the last, in a real browser: the real server, a real database, the demo model. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, inject, it } from "vitest";
import { writer } from "../../src/documents/core/block-state.ts";
import { BrowserStage } from "../fakes/browser-stage.ts";
import { openDemoDocuments } from "../fakes/demo-documents.ts";

const chromium = inject("chromium");

describe.skipIf(chromium === "")("a report in the page to work in", () => {
  let stage: BrowserStage;
  let folder: string;
  const closing: (() => Promise<void>)[] = [];

  beforeAll(async () => {
    stage = await BrowserStage.open(chromium);
    await stage.workspace();
  }, 60_000);
  afterAll(() => stage.close());
  afterEach(async () => {
    await stage.closePages();
    for (const close of closing.splice(0)) await close();
    await rm(folder, { recursive: true, force: true });
  });

  const serve = async (port = 0) => {
    const opened = await openDemoDocuments({ folder, page: await stage.workspace(), port });
    closing.push(() => opened.server.close());
    return opened;
  };
  /** Holds the model where it has written some of a block; returns the block, or "" where it is between two of them. */
  const heldInTheMiddle = async ({ documents, modelClock }: Awaited<ReturnType<typeof serve>>, page: Page) => {
    modelClock.hold();
    await documents.host.settled();
    const document_id = new URL(page.url()).searchParams.get("document") ?? "";
    const blocks = await documents.host.blocks({ type: "document", document_id });
    const found = blocks.find((state) => (writer(state)?.content.length ?? 0) > 80);
    if (!found) modelClock.release();
    return found?.block.id ?? "";
  };
  const streaming = (page: Page) => page.locator('.document-pane [data-streaming="true"] .content');
  const ready = (page: Page) =>
    page.getByText("Ready", { exact: true }).waitFor({ state: "attached", timeout: 60_000 });
  /** What the document and the chat show, block by block. */
  const shown = (page: Page) =>
    page.evaluate<readonly (readonly string[])[]>(`[...document.querySelectorAll("[data-block]")].map((block) => [
      block.dataset.block,
      ...[...block.querySelectorAll(".proposal, .current")].map((part) => part.className),
      block.querySelector("canvas") ? "chart" : block.innerText,
    ])`);

  it("[WORK-22] an address that names what is not there is told, and keeps what is", async () => {
    folder = await mkdtemp(join(tmpdir(), "llm-chat-report-"));
    const { url } = await serve();
    const made = await fetch(url.replace("/workspace", "/api/documents"), {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ title: "Gold" }),
    });
    const { document } = (await made.json()) as { document: { id: string } };
    const { page } = await stage.newPage();
    await page.goto(`${url}?chat=cGone&document=${document.id}`);
    await page.getByText("What was here is gone, or is not yours.").waitFor();
    await expect.poll(() => page.getByRole("textbox", { name: "Title of the document" }).inputValue()).toBe("Gold");
    expect(page.url()).toBe(`${url}?document=${document.id}`);
  });

  it("[WORK-27] is created, watched, paused, gone on with, accepted here and reverted there, and found as it was", async () => {
    folder = await mkdtemp(join(tmpdir(), "llm-chat-report-"));
    const first = await serve();
    const { page, troubles } = await stage.newPage({ viewport: { width: 1280, height: 800 } });
    await page.goto(first.url);
    await page
      .getByRole("textbox", { name: "Prompt" })
      .fill("I would like to create a research report about gold please");
    await page.keyboard.press("Enter");

    // It is watched while it is written, and paused in the middle of a block.
    await expect.poll(async () => (await streaming(page).allTextContents()).join("").length).toBeGreaterThan(40);
    let id = "";
    await expect.poll(async () => (id = await heldInTheMiddle(first, page))).not.toBe("");
    const at = (block: string) => page.locator(`.document-pane [data-block="${block}"]`);
    await page.getByRole("button", { name: "Pause" }).click();
    await page.getByText("Paused", { exact: true }).waitFor();
    await at(id).getByText("not finished").waitFor();
    const cut = await at(id).locator(".content").textContent();
    expect(cut?.length).toBeGreaterThan(60);
    first.modelClock.release();

    // It goes on, to the end.
    await page.getByRole("button", { name: "Go on" }).click();
    await ready(page);
    await expect.poll(() => page.locator("canvas").count()).toBe(1);
    await page.locator(".document-pane table").first().waitFor();
    expect(await page.locator(".document-pane").getByText("not finished").count()).toBe(0);
    const blocks = page.locator(".document-pane [data-block]");
    const before = await blocks.count();
    expect(before).toBeGreaterThan(5);

    // One is accepted, another reverted.
    const accepted = (await blocks.nth(0).getAttribute("data-block")) ?? "";
    const reverted = (await blocks.nth(1).getAttribute("data-block")) ?? "";
    await at(accepted).getByRole("button", { name: "Accept", exact: true }).click();
    await expect.poll(() => at(accepted).locator(".proposal").count()).toBe(0);
    await at(reverted).getByRole("button", { name: "Revert", exact: true }).click();
    await expect.poll(() => blocks.count()).toBe(before - 1);

    // All is as it was: after a reload, and after another start of the server.
    const title = await page.getByRole("textbox", { name: "Title of the document" }).inputValue();
    expect(title).toMatch(/gold/i);
    // Blocks out of sight are drawn when there is time.
    await expect.poll(async () => (await shown(page)).every((block) => !block.includes(""))).toBe(true);
    const as = await shown(page);
    await page.reload();
    await expect.poll(() => shown(page)).toEqual(as);
    await first.server.close();
    await page.getByText("Not connected").waitFor();
    await serve(first.server.port);
    await page.evaluate("dispatchEvent(new Event('online'))");
    await page.getByText("Connected", { exact: true }).waitFor({ state: "attached" });
    await page.reload();
    await expect.poll(() => shown(page)).toEqual(as);
    expect(await page.getByRole("textbox", { name: "Title of the document" }).inputValue()).toBe(title);
    expect(first.lines).toEqual([]);
    expect(troubles).toEqual([]);
  }, 120_000);
});
