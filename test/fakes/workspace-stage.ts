/** The page to work in, in a browser, with a server whose part is played by the test. For `describe`. */
import type { Locator, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll } from "vitest";
import type { Owner } from "../../src/documents/model.ts";
import { BrowserStage, type WatchedPage } from "./browser-stage.ts";
import { WorkspaceServer } from "./workspace-server.ts";

export function workspaceStage(chromium: string) {
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

  const serve = async (): Promise<WorkspaceServer> => {
    const server = await WorkspaceServer.open(await stage.workspace());
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
  const newPage = (options: Parameters<BrowserStage["newPage"]>[0] = {}): Promise<WatchedPage> =>
    stage.newPage(options);
  /** Its connection is made. */
  const opened = async (url: string, options: Parameters<BrowserStage["newPage"]>[0] = {}): Promise<WatchedPage> => {
    const watched = await newPage(options);
    await watched.page.goto(url);
    await watched.page.getByText("Connected", { exact: true }).waitFor({ state: "attached" });
    return watched;
  };
  return { serve, prepared, newPage, opened };
}

/** A block of the document. */
export function blockOn(page: Page, id: string): Locator {
  return page.locator(`.document-pane [data-block="${id}"]`);
}

export function promptOn(page: Page): Locator {
  return page.getByRole("textbox", { name: "Prompt" });
}

/** A PNG of one pixel. */
export const DOT = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";
