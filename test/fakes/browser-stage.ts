/** A browser for the tests of the page: one for a file, a context of its own for each test, and what went wrong in it. */
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { type Browser, type BrowserContext, type BrowserContextOptions, chromium, type Page } from "playwright-core";
import { buildWebPage, buildWorkspace, type Workspace } from "../../scripts/build-web.ts";
import type { TimelineItem } from "../../src/logging/record.ts";

export class BrowserStage {
  readonly html: string;
  readonly #browser: Browser;
  readonly #folder: string;
  readonly #contexts: BrowserContext[] = [];
  #files = 0;
  #workspace: Promise<Workspace> | null = null;

  private constructor(browser: Browser, html: string, folder: string) {
    this.#browser = browser;
    this.html = html;
    this.#folder = folder;
  }

  static async open(executablePath: string): Promise<BrowserStage> {
    const folder = await mkdtemp(join(tmpdir(), "llm-chat-page-"));
    const args = ["--no-sandbox", "--disable-gpu"];
    const [browser, { html }] = await Promise.all([chromium.launch({ executablePath, args }), buildWebPage()]);
    return new BrowserStage(browser, html, folder);
  }

  async close(): Promise<void> {
    await this.#browser.close();
    await rm(this.#folder, { recursive: true, force: true });
  }

  /** The page to work in, built when a test wants it. */
  workspace(): Promise<Workspace> {
    return (this.#workspace ??= buildWorkspace());
  }

  /** For `afterEach`. */
  async closePages(): Promise<void> {
    await Promise.all(this.#contexts.splice(0).map((context) => context.close()));
  }

  /** An empty page, watched for whatever it should not do. */
  async newPage(options: BrowserContextOptions = {}): Promise<WatchedPage> {
    const context = await this.#browser.newContext({ viewport: { width: 1280, height: 800 }, ...options });
    context.setDefaultTimeout(10_000);
    this.#contexts.push(context);
    return watched(await context.newPage());
  }

  /** The page on disk; with `log` in it, as an export has it. */
  async file(log?: { readonly name: string; readonly gzip: Uint8Array }): Promise<string> {
    const base64 = log && Buffer.from(log.gzip).toString("base64");
    const element = `<script type="application/gzip" id="llm-chat-log" data-name="${log?.name}" data-encoding="base64">${base64}</script>`;
    const html = log ? this.html.replace("<!--llm-chat-log-->", () => element) : this.html;
    return pathToFileURL(await this.write(`viewer-${++this.#files}.html`, html)).href;
  }

  async write(name: string, text: string): Promise<string> {
    const path = join(this.#folder, name);
    await writeFile(path, text);
    return path;
  }
}

export interface WatchedPage {
  readonly page: Page;
  /** Errors of its console, exceptions, violations of its policy. */
  readonly troubles: string[];
  /** Addresses that were asked for. */
  readonly requests: string[];
}

const TELL_VIOLATIONS = `addEventListener("securitypolicyviolation", (event) =>
  tellTrouble("policy: " + event.violatedDirective + " " + event.blockedURI))`;

async function watched(page: Page): Promise<WatchedPage> {
  const troubles: string[] = [];
  const requests: string[] = [];
  page.on("pageerror", (error) => troubles.push(`exception: ${error.stack ?? error.message}`));
  page.on("console", (message) => {
    // Chromium logs each socket that it could not open.
    const isConnection = /WebSocket connection|ERR_CONNECTION/.test(message.text());
    if (message.type() === "error" && !isConnection) troubles.push(`console: ${message.text()}`);
  });
  page.on("request", (request) => requests.push(request.url()));
  page.on("websocket", (socket) => requests.push(socket.url()));
  await page.exposeFunction("tellTrouble", (trouble: string) => troubles.push(trouble));
  await page.addInitScript(TELL_VIOLATIONS);
  return { page, troubles, requests };
}

export function jsonLines(items: readonly TimelineItem[]): string {
  return items.map((item) => `${JSON.stringify(item)}\n`).join("");
}
