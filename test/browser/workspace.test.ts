/** The page to work in, in a real browser; the server's part is played by the test, which chooses the order of events. */
import { readFile } from "node:fs/promises";
import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, inject, it } from "vitest";
import type { Owner } from "../../src/documents/model.ts";
import { BrowserStage } from "../fakes/browser-stage.ts";
import { FAINT_TEXTS, NAMELESS } from "../fakes/page-checks.ts";
import { MODEL, PERSON, WorkspaceServer } from "../fakes/workspace-server.ts";

const chromium = inject("chromium");

describe.skipIf(chromium === "")("the page to work in", () => {
  let stage: BrowserStage;
  const servers: WorkspaceServer[] = [];

  beforeAll(async () => {
    stage = await BrowserStage.open(chromium);
    await stage.workspace();
  }, 60_000);
  afterAll(() => stage.close());
  afterEach(async () => {
    await stage.closePages();
    await Promise.all(servers.splice(0).map((server) => server.close()));
  });

  const serve = async (port = 0) => {
    const server = await WorkspaceServer.open(await stage.workspace(), port);
    servers.push(server);
    return server;
  };
  /** A server with a document and a chat that works on it. */
  const prepared = async () => {
    const server = await serve();
    const document = server.addDocument("Gold");
    const chat = server.addChat("About gold", document.id);
    const inDocument: Owner = { type: "document", document_id: document.id };
    const inChat: Owner = { type: "chat", chat_id: chat.id };
    return { server, document, chat, inDocument, inChat, query: `?chat=${chat.id}&document=${document.id}` };
  };
  const opened = async (url: string, options: Parameters<BrowserStage["newPage"]>[0] = {}) => {
    const watched = await stage.newPage(options);
    await watched.page.goto(url);
    await watched.page.getByText("Connected", { exact: true }).waitFor({ state: "attached" });
    return watched;
  };
  const block = (page: Page, id: string) => page.locator(`.document-pane [data-block="${id}"]`);
  const prompt = (page: Page) => page.getByRole("textbox", { name: "Prompt" });

  it("[WORK-14] shows what is written while it is written; accepted it stays, reverted the old bytes are back", async () => {
    const { server, inDocument, query } = await prepared();
    const old = server.add(inDocument, "Gold is *old*.");
    const { page, troubles } = await opened(server.url + query);
    await block(page, old).locator("em", { hasText: "old" }).waitFor();
    const text = server.begin(inDocument, { type: "md" });
    text.write("## His");
    await block(page, text.block_id).getByText("writing").waitFor();
    text.write("tory\n\nIt was found in **Varna**");
    await block(page, text.block_id).getByRole("heading", { name: "History" }).waitFor();
    expect(await block(page, text.block_id).getByRole("button", { name: "Accept", exact: true }).count()).toBe(0);
    text.end();
    const edit = server.begin(inDocument, old);
    edit.write("Gold is very *old*.");
    edit.end();
    await block(page, old).locator("ins", { hasText: "very" }).waitFor();
    await page.getByRole("button", { name: "Accept all (2)" }).waitFor();
    await block(page, text.block_id).getByRole("button", { name: "Accept", exact: true }).click();
    await page.getByRole("button", { name: "Accept all (1)" }).waitFor();
    await block(page, old).getByRole("button", { name: "Revert", exact: true }).click();
    await expect.poll(() => page.getByRole("button", { name: /^Accept all/ }).count()).toBe(0);
    expect(server.blocks(inDocument).map((state) => [state.block.current, state.proposals.length])).toEqual([
      ["Gold is *old*.", 0],
      ["## History\n\nIt was found in **Varna**", 0],
    ]);
    expect(troubles).toEqual([]);
  });

  it("[WORK-15] a first prompt makes a chat and a document, names them in the address, and a reload shows the same", async () => {
    const server = await serve();
    const { page, troubles } = await opened(server.url);
    await page.getByRole("heading", { name: "What shall be written?" }).waitFor();
    await prompt(page).fill("Write about gold\nplease");
    await prompt(page).press("Enter");
    await expect.poll(() => server.heard.at(-1)?.name).toBe("message");
    const [chat] = server.chats.values();
    const [document] = server.documents.values();
    expect(server.heard.at(-1)).toEqual({
      ...{ name: "message", mode: "agent", message: { role: "user", content: "Write about gold\nplease" } },
      ...{ chat_id: chat?.id, document_id: document?.id },
    });
    expect([chat?.document_id, document?.title]).toEqual([document?.id, "Write about gold"]);
    expect(new URL(page.url()).search).toBe(`?chat=${chat?.id}&document=${document?.id}`);
    const inChat: Owner = { type: "chat", chat_id: chat?.id ?? "" };
    server.add(inChat, "Write about gold\nplease", "md", { role: "user" });
    await expect.poll(() => page.locator(".outgoing").count()).toBe(0);
    const answer = server.begin(inChat, { type: "md", meta: { role: "assistant" } });
    answer.write("I begin");
    await page.reload();
    await page.getByText("I begin").waitFor();
    answer.write(" with its history.");
    await page.getByText("I begin with its history.").waitFor();
    expect(await page.locator(".chat-message").count()).toBe(2);
    expect(troubles).toEqual([]);
  });

  it("[WORK-16] a connection that broke is made anew: nothing is missing, nothing is double, and a message that may be lost is told", async () => {
    const { server, inDocument, inChat, query } = await prepared();
    const text = server.begin(inDocument, { type: "md" });
    text.write("One ");
    const { page } = await opened(server.url + query);
    await block(page, text.block_id).getByText("One").waitFor();
    await prompt(page).fill("Shorter, please");
    await prompt(page).press("Enter");
    await expect.poll(() => server.heard.at(-1)?.name).toBe("message");
    server.cut();
    text.write("two ");
    await page.getByText("this may not have arrived").waitFor();
    await page.evaluate("dispatchEvent(new Event('online'))");
    await block(page, text.block_id).getByText("One two").waitFor();
    text.write("three");
    await block(page, text.block_id).getByText("One two three", { exact: true }).waitFor();
    await page.getByRole("button", { name: "Send again" }).click();
    await expect.poll(() => server.heard.filter(({ name }) => name === "message").length).toBe(2);
    server.add(inChat, "Shorter, please", "md", { role: "user" });
    await expect.poll(() => page.locator(".outgoing").count()).toBe(0);
  });

  it("[WORK-17] a stale change is accepted only after its difference was seen; an edit that was overtaken shows it and lets choose", async () => {
    const { server, inDocument, query } = await prepared();
    const id = server.add(inDocument, "Gold is heavy.");
    const text = server.begin(inDocument, id);
    text.write("Gold is dense.");
    text.end();
    server.execute(inDocument, { type: "edit", block_id: id, base: 1, content: "Gold is heavy and soft." });
    const { page } = await opened(server.url + query);
    await block(page, id).getByText("stale: changed since").waitFor();
    await block(page, id).getByRole("button", { name: "Compare and accept" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.locator("del", { hasText: "heavy and soft" }).waitFor();
    await page.keyboard.press("Escape");
    expect(server.blocks(inDocument)[0]?.block.current).toBe("Gold is heavy and soft.");
    await block(page, id).focus();
    await page.keyboard.press("e");
    const editor = page.getByRole("textbox", { name: "Text of the block" });
    await editor.fill("Gold is yellow.");
    server.execute(inDocument, { type: "edit", block_id: id, base: 2, content: "Gold is precious." });
    await page.getByText("Somebody has changed this block meanwhile.").waitFor();
    await page.getByRole("button", { name: "Save mine over theirs" }).click();
    await expect.poll(() => server.blocks(inDocument)[0]?.block.current).toBe("Gold is yellow.");
    await block(page, id).getByRole("button", { name: "Compare and accept" }).click();
    await dialog.getByRole("button", { name: "Accept it over the newer text" }).click();
    await expect.poll(() => server.blocks(inDocument)[0]?.block.current).toBe("Gold is dense.");
  });

  it("[WORK-18] tables, charts and pictures are drawn as they come; a broken chart says what is wrong", async () => {
    const { server, inDocument, query } = await prepared();
    const { page, troubles, requests } = await opened(server.url + query);
    const table = server.begin(inDocument, { type: "csv" });
    table.write("Year,Price\n2020,1770\n20");
    await block(page, table.block_id).getByRole("columnheader", { name: "Price" }).waitFor();
    table.write("21,1799\n");
    await block(page, table.block_id).getByRole("cell", { name: "1799" }).waitFor();
    table.end();
    await block(page, table.block_id).getByRole("button", { name: "Price" }).click();
    await block(page, table.block_id).getByRole("button", { name: "Price" }).click();
    const cells = block(page, table.block_id).getByRole("cell");
    await expect.poll(() => cells.allTextContents()).toEqual(["2021", "1799", "2020", "1770"]);
    const chart = server.begin(inDocument, { type: "interactive_chart", meta: { title: "Gold" } });
    chart.write('{"kind":"bar","title":"Gold","x":"Year","series":["Price"]}\n');
    chart.write("2020,1770\n2021,1799\n");
    await page.getByRole("img", { name: "Gold: bar chart of Price by Year" }).waitFor();
    chart.end();
    await block(page, chart.block_id).getByRole("button", { name: "as a table" }).click();
    await block(page, chart.block_id).getByRole("cell", { name: "1799" }).waitFor();
    const broken = server.add(inDocument, '{"kind":"spiral"}\n1,2', "interactive_chart");
    await block(page, broken).getByText("its kind is none of").waitFor();
    const picture = server.begin(inDocument, { type: "image/png", meta: { title: "A dot" } });
    picture.write(DOT.slice(0, 20));
    picture.write(DOT.slice(20));
    picture.end();
    const width = () => page.evaluate(`document.querySelector('img[alt="A dot"]')?.naturalWidth`);
    await expect.poll(width).toBe(1);
    expect(troubles).toEqual([]);
    expect(
      requests.filter((url) => !url.startsWith("blob:") && new URL(url).host !== `127.0.0.1:${server.port}`),
    ).toEqual([]);
  });

  it("[WORK-19] what is hostile runs nothing, loads nothing, and is shown as the text it is", async () => {
    const { server, inDocument, inChat, query } = await prepared();
    const evil = [
      "<script>window.harmed = 1</script><img src=x onerror='window.harmed = 2'>",
      "[click](javascript:window.harmed=3) ![pic](https://evil.example/a.png) ![d](data:image/svg+xml,<svg onload=harmed=4>)",
      "<iframe srcdoc='<script>parent.harmed=5</script>'></iframe>",
      "a\u202eb\u001b[31mc",
    ];
    for (const text of evil) {
      server.add(inDocument, text, "md", { title: text });
      server.add(inDocument, `Name\n${text}`, "csv", { title: text });
      server.add(inDocument, text, "interactive_chart", { title: text });
      server.add(
        inDocument,
        `{"kind":"line","title":${JSON.stringify(text)},"series":[${JSON.stringify(text)}]}\n1,2`,
        "interactive_chart",
      );
      server.add(inDocument, text, "image/png", { title: text });
      const actions = [{ tool: text, label: text }];
      server.add(
        inChat,
        text,
        "md",
        { role: "assistant", error: text, room: text, actions },
        { type: "agent", model: text, name: text },
      );
    }
    const { page, troubles, requests } = await opened(server.url + query);
    server.tell({ type: "error", block_ids: "", content: evil.join("\n") });
    await page.locator(".trouble-note").waitFor();
    await expect.poll(() => page.locator("canvas").count()).toBe(evil.length);
    expect(await page.evaluate("window.harmed")).toBeUndefined();
    expect(await page.locator("iframe, script:not([src]), .document-pane img[src^='http']").count()).toBe(0);
    expect(await page.locator("body").textContent()).not.toMatch(/[\u202e\u001b]/);
    const links = await page.evaluate("[...document.querySelectorAll('a')].map((a) => a.protocol + a.rel)");
    expect((links as string[]).every((each) => /^https?:noopener/.test(each))).toBe(true);
    expect(troubles).toEqual([]);
    expect(requests.filter((url) => url.includes("evil"))).toEqual([]);
  });

  it("[WORK-20] can be used by keys: blocks, changes, prompt, pause; its help names them", async () => {
    const { server, chat, inDocument, query } = await prepared();
    const ids = ["one", "two", "three"].map((text) => server.add(inDocument, text));
    const [first = "", second = ""] = ids;
    const { page } = await opened(server.url + query);
    await block(page, first).waitFor();
    await page.keyboard.press("j");
    await page.keyboard.press("j");
    await expect.poll(() => page.evaluate("document.activeElement.dataset.block")).toBe(second);
    const text = server.begin(inDocument, first);
    text.write("one, changed");
    text.end();
    await page.keyboard.press("g");
    await block(page, first).getByText("proposes a change").waitFor();
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

  it("[WORK-21] asks for a token where the server wants one, says how to get it, and keeps it out of the address", async () => {
    const { server, query } = await prepared();
    server.token = "secret";
    const { page } = await stage.newPage();
    await page.goto(server.url + query);
    await page.getByText("llm-chat user add NAME").waitFor();
    await page.getByLabel("Your token").fill("wrong");
    await page.keyboard.press("Enter");
    await page.getByText("The server does not know this token.").waitFor();
    await page.getByLabel("Your token").fill("secret");
    await page.keyboard.press("Enter");
    await page.getByRole("textbox", { name: "Title of the document" }).waitFor();
    const second = await opened(`${server.url}${query}&token=secret`);
    expect(second.page.url()).toBe(server.url + query);
    await second.page.reload();
    await second.page.getByRole("textbox", { name: "Title of the document" }).waitFor();
  });

  it("[WORK-22] chats and documents are found, renamed, deleted after a question; what is gone is told", async () => {
    const { server, document, chat, query } = await prepared();
    server.addDocument("Silver");
    const { page } = await opened(server.url + query);
    await page.getByRole("textbox", { name: "Title of the document" }).fill("Gold, a report");
    await page.keyboard.press("Enter");
    await expect.poll(() => server.documents.get(document.id)?.title).toBe("Gold, a report");
    await page.keyboard.press("l");
    const library = page.getByRole("dialog", { name: "Chats and documents" });
    await library.getByRole("button", { name: "Rename Silver" }).click();
    await library.getByRole("textbox", { name: "New title of Silver" }).fill("Platinum");
    await page.keyboard.press("Enter");
    await library.getByRole("button", { name: "Delete Platinum" }).click();
    await library.getByRole("button", { name: "Keep" }).click();
    await library.getByRole("button", { name: "Delete Platinum" }).click();
    await library.getByRole("button", { name: "Delete", exact: true }).click();
    await expect.poll(() => [...server.documents.values()].map(({ title }) => title)).toEqual(["Gold, a report"]);
    await library.getByRole("button", { name: /^About gold/ }).click();
    server.chats.delete(chat.id);
    server.tell({ type: "chat_gone", chat_id: chat.id });
    await page.getByText("What was here is gone, or is not yours.").waitFor();
    expect(new URL(page.url()).search).toBe(`?document=${document.id}`);
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
    await block(page, first).locator("ins", { hasText: "better" }).waitFor();
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

  it("[WORK-4] a whole new structure clears the document; the earlier one waits below, also after a reload", async () => {
    const { server, document, inDocument, query } = await prepared();
    const old = server.add(inDocument, "The old text");
    const older = server.add(inDocument, "More of it");
    const { page } = await opened(server.url + query);
    await block(page, old).waitFor();
    server.execute(inDocument, { type: "propose_delete_all" }, MODEL);
    const text = server.begin(inDocument, { type: "md" });
    server.tell(
      { type: "md", block_ids: text.block_id, content: "", new_doc: true, document_id: document.id },
      inDocument,
    );
    text.write("# New");
    const isNew = async () => {
      await page.getByText("Earlier structure").waitFor();
      await block(page, text.block_id).getByRole("heading", { name: "New" }).waitFor();
      expect(await block(page, older).isVisible()).toBe(false);
    };
    await isNew();
    await page.reload();
    await isNew();
    await page.getByText("Earlier structure").click();
    await block(page, old).getByRole("button", { name: "Keep" }).click();
    await expect.poll(() => server.blocks(inDocument)[0]?.proposals.length).toBe(0);
  });

  it("[WORK-24] a phone shows one pane at a time; nothing is wider than it", async () => {
    const { server, inDocument, query } = await prepared();
    server.add(inDocument, `${"A long line of words. ".repeat(20)}\n\n${"x".repeat(300)}`);
    server.add(inDocument, Array.from({ length: 20 }, (_, index) => `column ${index}`).join(","), "csv");
    const { page } = await opened(server.url + query, { viewport: { width: 390, height: 844 } });
    await page.getByRole("main", { name: "Document" }).waitFor();
    expect(await prompt(page).isVisible()).toBe(false);
    await page.getByRole("navigation", { name: "Panes" }).getByRole("button", { name: "Chat" }).click();
    await prompt(page).waitFor();
    expect(await page.evaluate("document.documentElement.scrollWidth")).toBe(390);
  });

  it("[WORK-25] of 500 blocks only the one that is written to is drawn again", async () => {
    const { server, inDocument, query } = await prepared();
    for (let index = 0; index < 500; index++)
      server.add(inDocument, `## Part ${index}\n\n${"Some words. ".repeat(20)}`);
    const text = server.begin(inDocument, { type: "md" });
    text.write("Begun");
    const { page } = await opened(server.url + query);
    await block(page, text.block_id).getByText("Begun").waitFor();
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
    await block(page, text.block_id).getByText("word 99").waitFor();
    expect(await page.evaluate("[...drawn]")).toEqual([text.block_id]);
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
    await block(page, cut).getByText("not finished").waitFor();
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

  it("[WORK-29] the document is handed over as files, with its charts as pictures", async () => {
    const { server, inDocument, query } = await prepared();
    server.add(inDocument, "Gold is *old*.");
    server.add(inDocument, '{"kind":"line","x":"Year","series":["Price"]}\n2020,1770\n2021,1799', "interactive_chart");
    const { page, troubles } = await opened(server.url + query);
    const saved = async (name: string) => {
      await page.getByRole("button", { name: "Export" }).click();
      const download = page.waitForEvent("download");
      await page.getByRole("button", { name, exact: true }).click();
      const file = await download;
      return [file.suggestedFilename(), await readFile(await file.path(), "utf8")];
    };
    const [name, markdown] = await saved("Markdown");
    expect([name, markdown]).toEqual(["Gold.md", expect.stringContaining("Gold is *old*.")]);
    const [htmlName, html] = await saved("HTML");
    expect([htmlName, html]).toEqual(["Gold.html", expect.stringContaining("<em>old</em>")]);
    expect(html).toContain('src="data:image/png;base64,');
    expect(troubles).toEqual([]);
  });

  it("[WORK-26] a picture that is pasted becomes a block, and what a person deletes can be had back", async () => {
    const { server, inDocument, query } = await prepared();
    const id = server.add(inDocument, "Gold", "md", {}, PERSON);
    const { page } = await opened(server.url + query);
    await block(page, id).waitFor();
    await page.evaluate(`(() => {
      const bytes = Uint8Array.from(atob("${DOT}"), (c) => c.charCodeAt(0));
      const data = new DataTransfer();
      data.items.add(new File([bytes], "dot.png", { type: "image/png" }));
      dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
    })()`);
    await page.getByRole("img", { name: "dot" }).waitFor();
    expect(server.blocks(inDocument)[1]?.block).toMatchObject({ type: "image/png", current: DOT });
    await block(page, id).focus();
    await page.keyboard.press("Delete");
    await expect.poll(() => block(page, id).count()).toBe(0);
    await page.getByRole("button", { name: "Undo" }).click();
    await expect.poll(() => server.blocks(inDocument).map((state) => state.block.type)).toEqual(["md", "image/png"]);
  });
});

/** A PNG of one pixel. */
const DOT = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";
