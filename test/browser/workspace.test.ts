/** The document of the page to work in, in a real browser; the test plays the server and chooses the order of events. */
import { describe, expect, inject, it } from "vitest";
import { MODEL, PERSON } from "../fakes/workspace-server.ts";
import { blockOn, DOT, workspaceStage } from "../fakes/workspace-stage.ts";

const chromium = inject("chromium");

describe.skipIf(chromium === "")("the document of the page to work in", () => {
  const { prepared, opened } = workspaceStage(chromium);

  it("[WORK-14] shows what is written while it is written; accepted it stays, reverted the old bytes are back", async () => {
    const { server, inDocument, query } = await prepared();
    const old = server.add(inDocument, "Gold is *old*.");
    const { page, troubles } = await opened(server.url + query);
    await blockOn(page, old).locator("em", { hasText: "old" }).waitFor();
    const text = server.begin(inDocument, { type: "md" });
    text.write("## His");
    await blockOn(page, text.block_id).getByText("writing").waitFor();
    text.write("tory\n\nIt was found in **Varna**");
    await blockOn(page, text.block_id).getByRole("heading", { name: "History" }).waitFor();
    expect(await blockOn(page, text.block_id).getByRole("button", { name: "Accept", exact: true }).count()).toBe(0);
    text.end();
    const edit = server.begin(inDocument, old);
    edit.write("Gold is very *old*.");
    edit.end();
    await blockOn(page, old).locator("ins", { hasText: "very" }).waitFor();
    await page.getByRole("button", { name: "Accept all (2)" }).waitFor();
    await blockOn(page, text.block_id).getByRole("button", { name: "Accept", exact: true }).click();
    await page.getByRole("button", { name: "Accept all (1)" }).waitFor();
    await blockOn(page, old).getByRole("button", { name: "Revert", exact: true }).click();
    await expect.poll(() => page.getByRole("button", { name: /^Accept all/ }).count()).toBe(0);
    expect(server.blocks(inDocument).map((state) => [state.block.current, state.proposals.length])).toEqual([
      ["Gold is *old*.", 0],
      ["## History\n\nIt was found in **Varna**", 0],
    ]);
    expect(troubles).toEqual([]);
  });

  it("[WORK-17] a stale change is accepted only after its difference was seen; an edit that was overtaken shows it and lets choose", async () => {
    const { server, inDocument, query } = await prepared();
    const id = server.add(inDocument, "Gold is heavy.");
    const text = server.begin(inDocument, id);
    text.write("Gold is dense.");
    text.end();
    server.execute(inDocument, { type: "edit", block_id: id, base: 1, content: "Gold is heavy and soft." });
    const { page } = await opened(server.url + query);
    await blockOn(page, id).getByText("stale: changed since").waitFor();
    await blockOn(page, id).getByRole("button", { name: "Compare and accept" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.locator("del", { hasText: "heavy and soft" }).waitFor();
    await page.keyboard.press("Escape");
    expect(server.blocks(inDocument)[0]?.block.current).toBe("Gold is heavy and soft.");
    await blockOn(page, id).focus();
    await page.keyboard.press("e");
    const editor = page.getByRole("textbox", { name: "Text of the block" });
    await editor.fill("Gold is yellow.");
    server.execute(inDocument, { type: "edit", block_id: id, base: 2, content: "Gold is precious." });
    await page.getByText("Somebody has changed this block meanwhile.").waitFor();
    await page.getByRole("button", { name: "Save mine over theirs" }).click();
    await expect.poll(() => server.blocks(inDocument)[0]?.block.current).toBe("Gold is yellow.");
    await blockOn(page, id).getByRole("button", { name: "Compare and accept" }).click();
    await dialog.getByRole("button", { name: "Accept it over the newer text" }).click();
    await expect.poll(() => server.blocks(inDocument)[0]?.block.current).toBe("Gold is dense.");
  });

  it("[WORK-4] a whole new structure clears the document; the earlier one waits below, also after a reload", async () => {
    const { server, document, inDocument, query } = await prepared();
    const old = server.add(inDocument, "The old text");
    const older = server.add(inDocument, "More of it");
    const { page } = await opened(server.url + query);
    await blockOn(page, old).waitFor();
    server.execute(inDocument, { type: "propose_delete_all" }, MODEL);
    const text = server.begin(inDocument, { type: "md" });
    server.tell(
      { type: "md", block_ids: text.block_id, content: "", new_doc: true, document_id: document.id },
      inDocument,
    );
    text.write("# New");
    const isNew = async () => {
      await page.getByText("Earlier structure").waitFor();
      await blockOn(page, text.block_id).getByRole("heading", { name: "New" }).waitFor();
      expect(await blockOn(page, older).isVisible()).toBe(false);
    };
    await isNew();
    await page.reload();
    await isNew();
    await page.getByText("Earlier structure").click();
    await blockOn(page, old).getByRole("button", { name: "Keep" }).click();
    await expect.poll(() => server.blocks(inDocument)[0]?.proposals.length).toBe(0);
  });

  it("[WORK-23] an answer of the chat is applied: for a block, after one, at the end", async () => {
    const { server, inDocument, inChat, query } = await prepared();
    const [first = "", second = ""] = ["one", "two"].map((text) => server.add(inDocument, text));
    const answer = server.begin(inChat, { type: "md", meta: { role: "assistant" } });
    answer.write("better");
    answer.end();
    const { page } = await opened(server.url + query);
    const apply = async (choice: string) => {
      await page.getByRole("button", { name: "Apply to the document" }).click();
      await page.getByRole("combobox", { name: "Block" }).selectOption(first);
      await page.getByRole("button", { name: choice }).click();
    };
    await apply("Replace this block");
    await blockOn(page, first).locator("ins", { hasText: "better" }).waitFor();
    await apply("After this block");
    await expect.poll(() => server.blocks(inDocument).length).toBe(3);
    await apply("At the end");
    await expect.poll(() => server.blocks(inDocument).length).toBe(4);
    expect(server.blocks(inDocument).findIndex((state) => state.block.id === second)).toBe(2);
    await page.getByRole("button", { name: "Accept all (3)" }).click();
    await page.getByText("3 changes accepted.").waitFor();
    expect(server.blocks(inDocument).map((state) => state.block.current)).toEqual([
      "better",
      "better",
      "two",
      "better",
    ]);
  });

  it("[WORK-22] another document begins at its beginning", async () => {
    const { server, inDocument, query } = await prepared();
    for (let index = 0; index < 60; index++) server.add(inDocument, `Part ${index}`);
    const { page } = await opened(server.url + query);
    const scrolled = () => page.evaluate("document.querySelector('.document-pane .scroller').scrollTop");
    await page.getByText("Part 0", { exact: true }).waitFor();
    await page.keyboard.press("Shift+G");
    await expect.poll(scrolled).toBeGreaterThan(500);
    await page.keyboard.press("d");
    await page.getByRole("heading", { name: "What shall be written?" }).waitFor();
    await expect.poll(scrolled).toBe(0);
  });

  it("[WORK-26] a picture that is pasted becomes a block, and what a person deletes can be had back", async () => {
    const { server, inDocument, query } = await prepared();
    const id = server.add(inDocument, "Gold", "md", {}, PERSON);
    const { page } = await opened(server.url + query);
    await blockOn(page, id).waitFor();
    await page.evaluate(`(() => {
      const bytes = Uint8Array.from(atob("${DOT}"), (c) => c.charCodeAt(0));
      const data = new DataTransfer();
      data.items.add(new File([bytes], "dot.png", { type: "image/png" }));
      dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
    })()`);
    await page.getByRole("img", { name: "dot" }).waitFor();
    expect(server.blocks(inDocument)[1]?.block).toMatchObject({ type: "image/png", current: DOT });
    await blockOn(page, id).focus();
    await page.keyboard.press("Delete");
    await expect.poll(() => blockOn(page, id).count()).toBe(0);
    await page.getByRole("button", { name: "Undo" }).click();
    await expect.poll(() => server.blocks(inDocument).map((state) => state.block.type)).toEqual(["md", "image/png"]);
  });

  it("[WORK-26] files that are dropped become a table, a text, a picture; what can be none of these is told", async () => {
    const { server, inDocument, query } = await prepared();
    const { page } = await opened(server.url + query);
    await page.getByRole("textbox", { name: "Title of the document" }).waitFor();
    const drop = (name: string, text: string) =>
      page.evaluate(`(() => {
        const data = new DataTransfer();
        data.items.add(new File([${JSON.stringify(text)}], "${name}"));
        const init = { dataTransfer: data, bubbles: true, cancelable: true };
        document.querySelector(".document-pane").dispatchEvent(new DragEvent("drop", init));
      })()`);
    await drop("prices.csv", "Year,Price\r\n2026,1\r\n");
    await page.getByRole("columnheader", { name: "Price" }).waitFor();
    await drop("notes.md", "# Notes");
    await page.getByRole("heading", { name: "Notes" }).waitFor();
    await drop("program.exe", "MZ");
    await page.getByText("program.exe cannot be added").waitFor();
    expect(server.blocks(inDocument).map(({ block }) => [block.type, block.current, block.meta])).toEqual([
      ["csv", "Year,Price\n2026,1\n", { title: "prices" }],
      ["md", "# Notes", {}],
    ]);
  });

  it("[WORK-25] of 500 blocks only the one that is written to is drawn again", async () => {
    const { server, inDocument, query } = await prepared();
    for (let index = 0; index < 500; index++)
      server.add(inDocument, `## Part ${index}\n\n${"Some words. ".repeat(20)}`);
    const text = server.begin(inDocument, { type: "md" });
    text.write("Begun");
    const { page } = await opened(server.url + query);
    await blockOn(page, text.block_id).getByText("Begun").waitFor();
    // Those out of sight are drawn by and by.
    await expect.poll(() => page.locator(".sketch").count()).toBe(0);
    await page.evaluate(`(() => {
      globalThis.drawn = new Set();
      const observer = new MutationObserver((changes) => {
        for (const { target } of changes) {
          const element = target.nodeType === 1 ? target : target.parentElement;
          drawn.add(element?.closest("[data-block]")?.dataset.block ?? element?.className);
        }
      });
      observer.observe(document.querySelector(".paper"), { subtree: true, childList: true, characterData: true, attributes: true });
    })()`);
    for (let index = 0; index < 100; index++) text.write(` word ${index}`);
    await blockOn(page, text.block_id).getByText("word 99").waitFor();
    expect(await page.evaluate("[...drawn]")).toEqual([text.block_id]);
  });
});
