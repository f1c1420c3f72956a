/** The chat of the page to work in, its connection and its lists, in a real browser. */
import { describe, expect, inject, it } from "vitest";
import type { Owner } from "../../src/documents/model.ts";
import { blockOn, promptOn, workspaceStage } from "../fakes/workspace-stage.ts";

const chromium = inject("chromium");

describe.skipIf(chromium === "")("the chat of the page to work in", () => {
  const { serve, prepared, newPage, opened } = workspaceStage(chromium);

  it("[WORK-15] a first prompt makes a chat and a document, names them in the address, and a reload shows the same", async () => {
    const server = await serve();
    const { page, troubles } = await opened(server.url);
    await page.getByRole("heading", { name: "What shall be written?" }).waitFor();
    await promptOn(page).fill("Write about gold\nplease");
    await promptOn(page).press("Enter");
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
    await blockOn(page, text.block_id).getByText("One").waitFor();
    await promptOn(page).fill("Shorter, please");
    await promptOn(page).press("Enter");
    await expect.poll(() => server.heard.at(-1)?.name).toBe("message");
    server.cut();
    text.write("two ");
    await page.getByText("this may not have arrived").waitFor();
    await page.evaluate("dispatchEvent(new Event('online'))");
    await blockOn(page, text.block_id).getByText("One two").waitFor();
    text.write("three");
    await blockOn(page, text.block_id).getByText("One two three", { exact: true }).waitFor();
    await page.getByRole("button", { name: "Send again" }).click();
    await expect.poll(() => server.heard.filter(({ name }) => name === "message").length).toBe(2);
    server.add(inChat, "Shorter, please", "md", { role: "user" });
    await expect.poll(() => page.locator(".outgoing").count()).toBe(0);
  });

  it("[WORK-16] a message that waits outlives a reload; one that is refused is sent again or discarded", async () => {
    const { server, inChat, query } = await prepared();
    const { page } = await opened(server.url + query);
    await promptOn(page).fill("Shorter, please");
    await promptOn(page).press("Enter");
    await expect.poll(() => server.heard.at(-1)?.name).toBe("message");
    server.tell({ type: "error", block_ids: "", content: "model: it needs a key" });
    await page.getByText("This was refused.").waitFor();
    await page.getByText("it needs a key").waitFor();
    await page.getByRole("button", { name: "Send again" }).click();
    await expect.poll(() => server.heard.filter(({ name }) => name === "message").length).toBe(2);
    await page.reload();
    await page.getByText("this may not have arrived").waitFor();
    server.add(inChat, "Shorter, please", "md", { role: "user" });
    await expect.poll(() => page.locator(".outgoing").count()).toBe(0);
  });

  it("[WORK-21] asks for a token where the server wants one, says how to get it, and keeps it out of the address", async () => {
    const { server, query } = await prepared();
    server.token = "secret";
    const { page } = await newPage();
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
});
