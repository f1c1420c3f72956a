/** The page in a real browser, with logs that were made to do harm. */
import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, inject, it } from "vitest";
import type { TimelineItem } from "../../src/logging/record.ts";
import { BrowserStage, jsonLines } from "../fakes/browser-stage.ts";
import { Items } from "../fakes/timeline-items.ts";

const chromium = inject("chromium");

const HOSTILE = [
  '<script>window.harmed = "script"</script>',
  '<img src="https://evil.example/a.png" onerror="window.harmed = \'img\'">',
  "<svg/onload=\"window.harmed='svg'\">",
  '<iframe srcdoc="<script>parent.harmed = 1</script>"></iframe>',
  "[click me](javascript:window.harmed='link')",
  "[click me too](JaVaScRiPt&colon;window.harmed='link')",
  "[data](data:text/html,<script>window.harmed=1</script>)",
  "<javascript:window.harmed='auto'>",
  "![picture](https://evil.example/b.png)",
  "![picture](javascript:window.harmed='image')",
  "[a][b]\n\n[b]: javascript:window.harmed='reference'",
  "</script></style><script>window.harmed = 'end'</script>",
  "<!--llm-chat-log-->",
  "\u202egnp.exe\u202c \u001b[31mred\u001b[0m \u0007 \u2066hidden\u2069",
  "<style>*{display:none}</style><link rel=stylesheet href=https://evil.example/c.css>",
  '<form action="https://evil.example"><button>send</button></form>',
  "https://example.org/plain",
  ">".repeat(3_000) + " deep",
  "[".repeat(3_900),
  "*a **b ".repeat(500),
  "x".repeat(3_900),
];

describe.skipIf(chromium === "")("a hostile log in the page", () => {
  let stage: BrowserStage;

  beforeAll(async () => {
    stage = await BrowserStage.open(chromium);
  });
  afterAll(() => stage.close());
  afterEach(() => stage.closePages());

  const chat = (page: Page) => page.getByRole("region", { name: "Conversation" });

  async function opened(items: readonly TimelineItem[], name = "hostile.jsonl") {
    const watched = await stage.newPage();
    await watched.page.goto(await stage.file());
    await watched.page.getByTestId("file").setInputFiles(await stage.write(name, jsonLines(items)));
    await watched.page.getByRole("button", { name: "Pause (space)" }).waitFor();
    await watched.page.keyboard.press("Shift+G");
    return watched;
  }

  /** Every row of the chat comes into sight once. */
  async function scrolledThrough(page: Page): Promise<void> {
    await chat(page).getByRole("log").hover();
    for (let top = false; !top; ) {
      await page.mouse.wheel(0, -300);
      top = (await page.evaluate("document.querySelector('.chat .rows').scrollTop")) === 0;
    }
  }

  it("[PAGE-12] runs nothing, loads nothing, and is shown as the text it is", async () => {
    const items = new Items();
    const all: TimelineItem[] = [items.session("<img src=x onerror=window.harmed=1>", ["<b>Eve</b>", "__proto__"])];
    for (const text of HOSTILE) {
      items.at += 500;
      all.push(items.thought("<b>Eve</b>", text), items.says("<b>Eve</b>", text));
      all.push(
        ...items.acts("<b>Eve</b>", "append", { text }),
        ...items.acts("__proto__", text, { text }, { status: 0, reason: text, content: text }),
      );
      all.push(items.notice(text), items.error("__proto__", text), items.says("constructor", text));
    }
    const { page, troubles, requests } = await opened(all);
    await chat(page).getByRole("article").first().waitFor();
    await scrolledThrough(page);
    expect(await page.getByRole("heading", { level: 1 }).textContent()).toBe("<img src=x onerror=window.harmed=1>");
    await page.getByRole("region", { name: "__proto__" }).waitFor();
    await page.getByRole("heading", { name: "<b>Eve</b>" }).waitFor();
    expect(await page.evaluate("window.harmed")).toBeUndefined();
    expect(await page.evaluate("Object.prototype.harmed ?? Object.keys(Object.prototype).length")).toBe(0);
    expect(troubles).toEqual([]);
    expect(requests.filter((url) => !/^(file|data|blob):/.test(url))).toEqual([]);
    expect(await page.locator("img, iframe, form[action], object, embed").count()).toBe(0);
  });

  it("[PAGE-12] a link leads only to the web and to mail, and away from this page", async () => {
    const items = new Items();
    const links = [
      "[web](https://example.org/)",
      "[mail](mailto:a@example.org)",
      "![alt words](https://example.org/a.png)",
    ];
    const bad = [
      "[script](javascript:alert(1))",
      "[file](file:///etc/passwd)",
      "[data](data:text/html,x)",
      "[rel](/log)",
    ];
    const { page } = await opened([
      items.session("Links", ["Eve"]),
      items.says("Eve", [...links, ...bad].join("\n\n")),
    ]);
    await chat(page).getByText("mail").waitFor();
    const anchors = await page.evaluate(
      "[...document.querySelectorAll('.chat a')].map((a) => [a.getAttribute('href'), a.rel, a.target].join(' '))",
    );
    const rest = "noopener noreferrer nofollow _blank";
    expect(anchors).toEqual([
      `https://example.org/ ${rest}`,
      `mailto:a@example.org ${rest}`,
      `https://example.org/a.png ${rest}`,
    ]);
    await chat(page).getByText("🖼 alt words").waitFor();
  });

  it("[PAGE-12] control and bidi characters are not obeyed", async () => {
    const items = new Items();
    const text = "a\u202eb\u001b]8;;https://evil.example\u0007c\u2066d";
    const { page } = await opened([items.session("Signs", ["E\u202eve"]), items.says("E\u202eve", text)]);
    await chat(page).getByText("abcd", { exact: true }).waitFor();
    await page.getByRole("heading", { name: "Eve", exact: true }).waitFor();
    expect(await page.locator("body").textContent()).not.toMatch(/[\u202e\u2066\u001b\u0007]/);
  });

  it("[PAGE-12] a message of a megabyte is shown in part, and whole when one asks", async () => {
    const items = new Items();
    const long = `${"word ".repeat(200_000)}END`;
    const { page } = await opened([
      items.session("Long", ["Eve"]),
      items.says("Eve", long),
      items.thought("Eve", long),
    ]);
    const button = chat(page).getByRole("button", { name: "show all (1.0M characters)" });
    await button.waitFor();
    expect((await chat(page).getByRole("article").textContent())?.length).toBeLessThan(5_000);
    await button.click();
    await expect
      .poll(() =>
        chat(page)
          .getByRole("article")
          .textContent()
          .then((text) => text?.endsWith("END")),
      )
      .toBe(true);
    await page.keyboard.press("g");
    await expect.poll(() => chat(page).getByRole("article").count()).toBe(0);
  });

  it("[PAGE-12] of thousands of users some have a column, and the page stays usable", async () => {
    const items = new Items();
    const all: TimelineItem[] = [items.session("Many", [])];
    for (let index = 0; index < 3_000; index++)
      all.push(items.thought(`user ${index}`, "hm"), items.says(`user ${index}`, "hello"));
    const { page, troubles } = await opened(all);
    await expect.poll(() => page.locator(".column-head").count()).toBe(200);
    expect(await page.locator(".column .rows").count()).toBeLessThan(20);
    await chat(page).locator('[data-seq="3000"]').waitFor();
    expect(troubles).toEqual([]);
  });
});
