/** The page in a real browser, for those who use a keyboard, a screen reader, or need contrast and calm. */
import { afterAll, afterEach, beforeAll, describe, expect, inject, it } from "vitest";
import { BrowserStage, jsonLines } from "../fakes/browser-stage.ts";
import { FAINT_TEXTS, NAMELESS } from "../fakes/page-checks.ts";
import { Items } from "../fakes/timeline-items.ts";

const chromium = inject("chromium");

function conversation() {
  const items = new Items();
  return [
    items.session("Tea or coffee?", ["Ann", "Bob", "Cleo", "Dan", "Eve", "Finn"], "stick"),
    ...["Ann", "Bob", "Cleo", "Dan", "Eve", "Finn"].flatMap((name) => [
      items.thought(name, "Hm, tea."),
      ...items.acts(name, "append", { text: "Tea." }),
      ...items.acts(name, "push", {}, { status: 0, reason: "unseen_messages", content: "[system] Not sent." }),
      items.says(name, "Tea, [perhaps](https://example.org), `or` not."),
      ...items.acts(name, "append", { text: "Or" }, { status: 2, content: "[system] msg truncated" }),
    ]),
    items.notice("Ann has the talking stick.", { type: "stick", participant: "Ann", action: "granted" }),
    items.error("Bob", "The key was refused.", "failed"),
    items.says("Dan", "I had not read that.", 1),
  ];
}

const FOCUSED = `(() => {
  const element = document.activeElement;
  if (element === document.body) return ["", ""];
  return [element.getAttribute("aria-label") ?? element.textContent, getComputedStyle(element).outlineStyle];
})()`;

describe.skipIf(chromium === "")("the page, for everybody", () => {
  let stage: BrowserStage;

  beforeAll(async () => {
    stage = await BrowserStage.open(chromium);
  });
  afterAll(() => stage.close());
  afterEach(() => stage.closePages());

  it.each(["light", "dark"] as const)("[PAGE-15] reads well, and names all its controls: %s", async (colorScheme) => {
    const { page } = await stage.newPage({
      colorScheme,
      viewport: { width: 1920, height: 1080 },
      reducedMotion: "reduce",
    });
    await page.goto(await stage.file());
    await page.getByRole("heading", { name: "Watch a conversation" }).waitFor();
    expect(await page.evaluate(FAINT_TEXTS)).toEqual([]);
    await page
      .getByTestId("file")
      .setInputFiles(await stage.write("access.jsonl", `broken\n${jsonLines(conversation())}`));
    await page.getByRole("button", { name: "Pause (space)" }).waitFor();
    await page.keyboard.press("Shift+G");
    await page.getByText("✗ 1 crossed").waitFor();
    await page.keyboard.press("/");
    await page.getByRole("button", { name: "Settings" }).click();
    await page.getByText("line 1").waitFor();
    expect(await page.evaluate(FAINT_TEXTS)).toEqual([]);
    expect(await page.evaluate(NAMELESS)).toEqual([]);
    expect(await page.evaluate("document.getAnimations().filter((a) => a.playState === 'running').length")).toBe(0);
  });

  it("[PAGE-14] has the theme that was chosen, the next time too", async () => {
    const { page } = await stage.newPage({ colorScheme: "light" });
    await page.goto(await stage.file());
    const ground = () => page.evaluate<string>("getComputedStyle(document.body).backgroundColor");
    const light = await ground();
    await page.getByRole("button", { name: "Settings" }).click();
    await page.getByText("dark", { exact: true }).click();
    await expect.poll(ground).not.toBe(light);
    const dark = await ground();
    await page.reload();
    await expect.poll(ground).toBe(dark);
  });

  it("[PAGE-15] is used with the keyboard alone: everything in turn, and it is seen where one is", async () => {
    const { page } = await stage.newPage();
    await page.goto(await stage.file());
    await page.getByTestId("file").setInputFiles(await stage.write("access.jsonl", jsonLines(conversation())));
    await page.getByRole("button", { name: "Pause (space)" }).waitFor();
    const seen = new Set<string>();
    for (let press = 0; press < 30; press++) {
      await page.keyboard.press("Tab");
      const [name, outline] = await page.evaluate<[string, string]>(FOCUSED);
      // Behind the last one comes the browser itself.
      expect(name === "" ? "" : outline, name).not.toBe("none");
      seen.add(name);
    }
    for (const name of ["Settings", "Search and filter (/)", "the conversation", "Position", "Height of the columns"]) {
      expect([...seen]).toContain(name);
    }
  });
});
