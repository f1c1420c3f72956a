/** The page to work in, for those who use a keyboard, a phone, a screen reader, or need contrast and calm. */
import type { Page } from "playwright-core";
import { describe, expect, inject, it } from "vitest";
import { FAINT_TEXTS, NAMELESS } from "../fakes/page-checks.ts";
import { MODEL } from "../fakes/workspace-server.ts";
import { blockOn, promptOn, workspaceStage } from "../fakes/workspace-stage.ts";

const chromium = inject("chromium");

describe.skipIf(chromium === "")("the page to work in, for everybody", () => {
  const { prepared, opened } = workspaceStage(chromium);

  it("[WORK-20] can be used by keys: blocks, changes, prompt, pause; its help names them", async () => {
    const { server, chat, inDocument, query } = await prepared();
    const ids = ["one", "two", "three"].map((text) => server.add(inDocument, text));
    const [first = "", second = ""] = ids;
    const { page } = await opened(server.url + query);
    await blockOn(page, first).waitFor();
    await page.keyboard.press("j");
    await page.keyboard.press("j");
    await expect.poll(() => page.evaluate("document.activeElement.dataset.block")).toBe(second);
    const text = server.begin(inDocument, first);
    text.write("one, changed");
    text.end();
    await page.keyboard.press("g");
    await blockOn(page, first).getByText("proposes a change").waitFor();
    await page.keyboard.press("a");
    await expect.poll(() => server.blocks(inDocument)[0]?.block.current).toBe("one, changed");
    await page.keyboard.press("Shift+J");
    await expect.poll(() => server.blocks(inDocument).map((state) => state.block.id)).toEqual([second, first, ids[2]]);
    await page.keyboard.press("i");
    await expect.poll(() => page.evaluate("document.activeElement.getAttribute('aria-label')")).toBe("Prompt");
    await page.keyboard.type("Why?");
    await page.keyboard.press("Enter");
    await expect.poll(() => server.heard.at(-1)).toMatchObject({ name: "message", block_id: first });
    server.setActivity(chat.id, "running");
    await page.getByRole("button", { name: "Pause" }).waitFor();
    await page.keyboard.press("Escape");
    await page.keyboard.press("p");
    await expect.poll(() => server.heard.at(-1)).toEqual({ name: "pause", chat_id: chat.id });
    server.setActivity(chat.id, "paused");
    await page.getByRole("button", { name: "Go on" }).waitFor();
    await page.keyboard.press("?");
    await page.getByRole("dialog", { name: "Keys" }).getByText("accept all changes").waitFor();
  });

  it("[WORK-24] a phone shows one pane at a time; nothing is wider than it", async () => {
    const { server, inDocument, query } = await prepared();
    server.add(inDocument, `${"A long line of words. ".repeat(20)}\n\n${"x".repeat(300)}`);
    server.add(inDocument, Array.from({ length: 20 }, (_, index) => `column ${index}`).join(","), "csv");
    const { page } = await opened(server.url + query, { viewport: { width: 390, height: 844 } });
    await page.getByRole("main", { name: "Document" }).waitFor();
    expect(await promptOn(page).isVisible()).toBe(false);
    await page.getByRole("navigation", { name: "Panes" }).getByRole("button", { name: "Chat" }).click();
    await promptOn(page).waitFor();
    expect(await page.evaluate("document.documentElement.scrollWidth")).toBe(390);
  });

  it.each(["light", "dark"] as const)("[WORK-30] reads well, and names all its controls: %s", async (colorScheme) => {
    const { server, chat, inDocument, inChat, query } = await prepared();
    const reads = async (page: Page) => {
      expect(await page.evaluate(FAINT_TEXTS)).toEqual([]);
      expect(await page.evaluate(NAMELESS)).toEqual([]);
    };
    const ids = ["Gold is old.", "Gold is heavy.", "Gold is soft."].map((text) => server.add(inDocument, text));
    const [stale = "", going = "", cut = ""] = ids;
    const changed = server.begin(inDocument, stale);
    changed.write("Gold is very old.");
    changed.end();
    server.execute(inDocument, { type: "edit", block_id: stale, base: 1, content: "Gold is rare." });
    server.execute(inDocument, { type: "propose_delete", block_id: going, base: 1 }, MODEL);
    const half = server.begin(inDocument, cut);
    half.write("Gold is so");
    half.end("cut");
    server.add(inDocument, "Year,Price\n2020,1770", "csv", { title: "Prices" });
    server.begin(inDocument, { type: "md" }).write("## Outlook\n\n`It` is [bright](https://example.org).");
    const actions = [{ tool: "write_block", block_id: stale, label: "Wrote it" }];
    server.add(inChat, "Write about gold", "md", { role: "user", about: stale });
    server.add(inChat, "Done.", "md", { role: "assistant", error: "No key.", actions }, MODEL);
    server.setActivity(chat.id, "running");
    const { page } = await opened(server.url + query, { colorScheme, reducedMotion: "reduce" });
    await blockOn(page, cut).getByText("not finished").waitFor();
    server.tell({ type: "error", block_ids: "", content: "That was too much." });
    await page.locator(".trouble-note").waitFor();
    await page.keyboard.press("g");
    await reads(page);
    expect(await page.evaluate("document.getAnimations().filter((a) => a.playState === 'running').length")).toBe(0);
    for (const key of ["?", "l"]) {
      await page.keyboard.press(key);
      await page.getByRole("dialog").waitFor();
      await reads(page);
      await page.keyboard.press("Escape");
    }
    await page.getByRole("button", { name: "Model" }).click();
    await reads(page);
  });
});
