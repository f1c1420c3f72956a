/** What a person writes by hand in the page to work in, in a real browser: none of it is lost, and neither is the focus. */
import { describe, expect, inject, it } from "vitest";
import { blockOn, promptOn, workspaceStage } from "../fakes/workspace-stage.ts";

const chromium = inject("chromium");

describe.skipIf(chromium === "")("what a person writes by hand", () => {
  const { prepared, opened } = workspaceStage(chromium);

  it("[WORK-28] an editor that stands open is there after a reload, with what was typed", async () => {
    const { server, inDocument, query } = await prepared();
    const id = server.add(inDocument, "Gold is heavy.");
    const { page } = await opened(server.url + query);
    await blockOn(page, id).focus();
    await page.keyboard.press("e");
    const editor = page.getByRole("textbox", { name: "Text of the block" });
    await editor.fill("Gold is soft.");
    await page.reload();
    await expect.poll(() => editor.inputValue()).toBe("Gold is soft.");
    await page.keyboard.press("Control+Enter");
    await expect.poll(() => server.blocks(inDocument)[0]?.block.current).toBe("Gold is soft.");
    await blockOn(page, id).focus();
    await page.keyboard.press("o");
    await page.getByRole("button", { name: "Table" }).click();
    const begun = page.getByRole("textbox", { name: "Text of the new block" });
    await begun.fill("Year,Price\n2026,1");
    await page.reload();
    await expect.poll(() => begun.inputValue()).toBe("Year,Price\n2026,1");
    await begun.press("Escape");
    await page.getByRole("button", { name: "Undo" }).click();
    await begun.press("Control+Enter");
    await expect.poll(() => server.blocks(inDocument)[1]?.block).toMatchObject({ type: "csv" });
    await expect.poll(() => begun.count()).toBe(0);
    await page.reload();
    await blockOn(page, id).waitFor();
    expect(await begun.count()).toBe(0);
  });

  it("[WORK-26] a change that was reverted can be taken after all", async () => {
    const { server, inDocument, query } = await prepared();
    const id = server.add(inDocument, "Gold is heavy.");
    const edit = server.begin(inDocument, id);
    edit.write("Gold is dense.");
    edit.end();
    const added = server.begin(inDocument, { type: "md" });
    added.write("It was found in Varna.");
    added.end();
    const { page } = await opened(server.url + query);
    const texts = () => server.blocks(inDocument).map((state) => state.block.current);
    await blockOn(page, added.block_id).getByRole("button", { name: "Revert" }).click();
    await expect.poll(texts).toEqual(["Gold is heavy."]);
    await page.getByRole("button", { name: "Take it after all" }).click();
    await expect.poll(texts).toEqual(["Gold is heavy.", "It was found in Varna."]);
    await blockOn(page, id).getByRole("button", { name: "Revert" }).click();
    await page.getByRole("button", { name: "Take it after all" }).click();
    await expect.poll(texts).toEqual(["Gold is dense.", "It was found in Varna."]);
  });

  it("[WORK-20] the focus stays where one works when a change or its block goes", async () => {
    const { server, inDocument, query } = await prepared();
    const texts = ["one", "two"].map((content) => {
      const text = server.begin(inDocument, { type: "md" });
      text.write(content);
      text.end();
      return text.block_id;
    });
    const [first = "", second = ""] = texts;
    const { page } = await opened(server.url + query);
    const focused = () => page.evaluate("document.activeElement.dataset.block ?? null");
    await blockOn(page, first).getByRole("button", { name: "Accept" }).press("Enter");
    await expect.poll(focused).toBe(first);
    await page.keyboard.press("Delete");
    await expect.poll(focused).toBe(second);
    await page.keyboard.press("r");
    await expect.poll(() => server.blocks(inDocument).length).toBe(0);
  });

  it("[WORK-20] a change that is reverted moves nothing that one looks at", async () => {
    const { server, inDocument, query } = await prepared();
    server.add(inDocument, "above\n\n".repeat(8));
    const added = server.begin(inDocument, { type: "md" });
    added.write("short");
    added.end();
    const tall = server.add(inDocument, "tall\n\n".repeat(40));
    const { page } = await opened(server.url + query);
    await blockOn(page, added.block_id).getByRole("button", { name: "Revert" }).click();
    await expect.poll(() => page.evaluate("document.activeElement.dataset.block ?? null")).toBe(tall);
    expect(await page.evaluate("document.querySelector('.document-pane .scroller').scrollTop")).toBe(0);
  });

  it("[WORK-20] a menu is closed by a choice, which gives the focus back, and by going on", async () => {
    const { server, inDocument, query } = await prepared();
    server.add(inDocument, "Gold");
    const { page } = await opened(server.url + query);
    const button = page.getByRole("button", { name: "Export" });
    const panel = page.getByRole("group", { name: "Export" });
    const focused = () => page.evaluate("document.activeElement.getAttribute('aria-label')");
    await button.press("Enter");
    await panel.getByRole("button", { name: "Markdown", exact: true }).press("Enter");
    await expect.poll(() => panel.count()).toBe(0);
    expect(await focused()).toBe("Export");
    await button.press("Enter");
    await page.getByRole("textbox", { name: "Prompt" }).focus();
    await expect.poll(() => panel.count()).toBe(0);
    expect(await focused()).toBe("Prompt");
  });

  it("[WORK-20] who closes a dialog is where it was opened", async () => {
    const { server, inDocument, query } = await prepared();
    const id = server.add(inDocument, "Gold");
    const { page } = await opened(server.url + query);
    await blockOn(page, id).focus();
    for (const key of ["Enter", "Escape"]) {
      await page.keyboard.press("?");
      await page.getByRole("dialog").getByRole("button", { name: "Close" }).press(key);
      await expect.poll(() => page.evaluate("document.activeElement.dataset.block ?? null")).toBe(id);
    }
  });

  it("[WORK-14] what is written elsewhere does not scroll away from who writes by hand", async () => {
    const { server, inDocument, query } = await prepared();
    const ids = Array.from({ length: 30 }, (_, index) => server.add(inDocument, `Part ${index}`));
    const { page } = await opened(server.url + query);
    const scrolled = () => page.evaluate("document.querySelector('.document-pane .scroller').scrollTop");
    await blockOn(page, ids[0] ?? "").focus();
    await page.keyboard.press("e");
    const editor = page.getByRole("textbox", { name: "Text of the block" });
    await editor.fill("By hand");
    const text = server.begin(inDocument, { type: "md" });
    text.write("Written below");
    await page.getByRole("button", { name: "Follow the text" }).waitFor();
    expect(await scrolled()).toBe(0);
    await editor.press("Control+Enter");
    await page.getByRole("button", { name: "Follow the text" }).click();
    await expect.poll(scrolled).toBeGreaterThan(0);
  });

  it("[WORK-15] who says something is brought to it", async () => {
    const { server, inChat, query } = await prepared();
    for (let index = 0; index < 40; index++) server.add(inChat, `message ${index}`, "md", { role: "user" });
    const { page } = await opened(server.url + query);
    await page.getByText("message 39", { exact: true }).waitFor();
    await page.getByRole("log").hover();
    await page.mouse.wheel(0, -5_000);
    await expect.poll(() => page.evaluate("document.querySelector('[role=log]').scrollTop")).toBe(0);
    await promptOn(page).fill("one more");
    await promptOn(page).press("Enter");
    const isSeen = `(() => {
      const element = [...document.querySelectorAll(".chat-message")].at(-1);
      const { top, bottom } = element.getBoundingClientRect();
      return element.innerText.includes("one more") && top >= 0 && bottom <= innerHeight;
    })()`;
    await expect.poll(() => page.evaluate(isSeen)).toBe(true);
  });
});
