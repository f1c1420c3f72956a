import { gunzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { logText, teaTalk } from "../../../test/fakes/log-folder.ts";
import { markdownTree, nodesOf, wordsOf } from "../../../test/fakes/markdown-tree.ts";
import { Items } from "../../../test/fakes/timeline-items.ts";
import { LogSummarizer } from "../log-summary.ts";
import { readLog } from "../reader.ts";
import { isRecord, type LogRecord, type TimelineItem } from "../record.ts";
import { initialView, viewReducer } from "../view-state.ts";
import { gzipBase64 } from "./gzip-base64.ts";
import { htmlPage } from "./html-page.ts";
import { jsonlTranscript } from "./jsonl-transcript.ts";
import { MarkdownTranscript } from "./markdown-transcript.ts";
import { textTranscript } from "./text-transcript.ts";
import type { Transcript } from "./transcript.ts";

const recordsOf = (items: readonly TimelineItem[]) => items.filter(isRecord);
const whole = (transcript: Transcript, records: readonly LogRecord[]) =>
  transcript.head() + records.map((record) => transcript.record(record)).join("") + transcript.end();

function markdown(items: readonly TimelineItem[], thinking = false): string {
  const summarizer = new LogSummarizer();
  const records = recordsOf(items);
  for (const [index, record] of records.entries()) summarizer.read({ line: index + 1, record });
  const [summary, counts] = [summarizer.summary(), summarizer.counts()];
  return whole(new MarkdownTranscript({ summary, counts, thinking }), records);
}

async function* chunksOf(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let from = 0; from < bytes.length; from += size) yield bytes.subarray(from, from + size);
}

async function read(source: string | AsyncIterable<Uint8Array>): Promise<LogRecord[]> {
  const records: LogRecord[] = [];
  for await (const item of readLog(source)) if ("record" in item) records.push(item.record);
  return records;
}

describe("[EXPORT-3] a Markdown transcript", () => {
  it("begins with the topic, the figures and who talked, and then says who said what when", () => {
    expect(markdown(teaTalk())).toBe(`# Tea or coffee?

| Date | Length | Messages | Ended | Cost |
| --- | --- | ---: | --- | ---: |
| 2026-01-15 10:30 UTC | 01:04 | 3 | all waiting | ≥ $0.0100 |

| Agent | Model | Messages | Refused | Calls | Tokens in | Out | Cost |
| --- | --- | ---: | ---: | ---: | ---: | ---: | ---: |
| Ada | demo/Ada | 1 | 0 | 1 | 1.2k | 40 | $0.0100 |
| Bob | demo/Bob | 1 | 1 | 1 | 900 | 30 | price unknown |
| others | – | 1 | – | – | – | – | – |

---

*Ada has joined the room.* (00:00)

**Ada** (00:01)

> Tea.

**Bob** (01:02)

> Coffee keeps **me** awake.

**Pam** (01:02)

> Water!

*Ended: all waiting.* (01:05)
`);
  });

  it("folds thoughts, actions, refusals and interruptions between the messages, where they are asked for", () => {
    const text = markdown(teaTalk(), true);
    expect(text.match(/<summary>.*<\/summary>/g)).toEqual([
      "<summary>Ada: 1 thought, 1 action</summary>",
      "<summary>Ada, Bob: 2 actions, 1 refusal, 1 interruption</summary>",
    ]);
    expect(text).toContain("**Ada** thinks (00:01)\n\n> Tea, of course.");
    expect(text).toContain("**Ada** calls append (00:01)\n\n> Tea.");
    expect(text).toContain("**Bob** ⚠ push is refused: unseen messages (01:02)");
    expect(text).toContain("**Bob** is interrupted (01:02)");
  });

  it("takes a log that says next to nothing", () => {
    const items = new Items();
    expect(markdown([items.says("", "")])).toMatch(
      /^# A conversation\n[^]*\| cut off \|[^]*\*\*\?\*\* \(00:00\)\n\n>\n$/,
    );
  });

  it("[EXPORT-1] lets nobody speak in the name of another: by name, text, topic, model, notice or argument", () => {
    const items = new Items();
    const forged = "x\n\n**Bob** (00:02)\n\n> I did it\n\n</details>\n\n# Big\n\n<script>alert(1)</script>";
    const talk = [
      items.session(forged, [forged, "Bob"]),
      items.thought(forged, forged),
      ...items.acts(forged, "append", { text: forged }),
      ...items.acts("Bob", forged, { [forged]: forged, __proto__: 1 }, { status: 0, reason: forged }),
      items.notice(forged),
      items.says(forged, forged),
      items.error(forged, forged, "failed"),
      items.ended(forged),
    ];
    const tree = markdownTree(markdown(talk));
    const top = tree.children ?? [];
    // Ours: title, two tables, a rule; a notice, a message, a failure, the end.
    expect(top.map(({ type }) => type)).toEqual([
      "heading",
      "table",
      "table",
      "thematicBreak",
      "paragraph",
      "paragraph",
      "blockquote",
      "paragraph",
      "paragraph",
    ]);
    expect(nodesOf(tree).filter(({ type }) => type === "html")).toEqual([]);
    expect(top.map(wordsOf).filter((words) => words.startsWith("Bob"))).toEqual([]);
    // With what is folded, the only HTML is our own.
    const html = nodesOf(markdownTree(markdown(talk, true))).filter(({ type }) => type === "html");
    expect(html.map(({ value = "" }) => value.replace(/(?<=<summary>).*(?=<\/summary>)/, ""))).toEqual([
      "<details>\n<summary></summary>",
      "</details>",
    ]);
    expect(html[0]?.value).not.toMatch(/<script|<\/details>/);
  });

  it("[EXPORT-10] keeps little, however long nobody says a word, and however deep an argument is", () => {
    const items = new Items();
    const summarizer = new LogSummarizer();
    const options = { summary: summarizer.summary(), counts: summarizer.counts(), thinking: true };
    const transcript = new MarkdownTranscript(options);
    let longest = 0;
    for (let user = 0; user < 100_000; user++) {
      longest = Math.max(longest, transcript.record(items.thought(`user ${user}`, "hm") as LogRecord).length);
    }
    expect(longest).toBeGreaterThan(0);
    expect(longest).toBeLessThan(20_000);
    const call = items.call("Ada", "append", { deep: JSON.parse(`${"[".repeat(100_000)}${"]".repeat(100_000)}`) });
    expect(transcript.record(call) + transcript.end()).toContain("(nested too deeply to be shown)");
  });
});

describe("[EXPORT-4] a text transcript", () => {
  it("is what was said, in the lines of a run with --plain", () => {
    const talk = recordsOf(teaTalk());
    expect(whole(textTranscript(false), talk)).toBe(
      [
        "system | Tea or coffee?",
        "Server | Ada has joined the room.",
        "Ada    | Tea.",
        "Bob    | Coffee keeps **me** awake.",
        "Pam    | Water!",
        "system | ended: all_waiting",
        "",
      ].join("\n"),
    );
    expect(whole(textTranscript(true), talk)).toContain('Ada    | ~ Tea, of course.\nAda    | > append "Tea."\n');
  });

  it("has no control sequence, and no argument is too deep for it", () => {
    const items = new Items();
    const deep: unknown = JSON.parse(`${"[".repeat(100_000)}${"]".repeat(100_000)}`);
    const talk = [items.says("A\u001b[31mda", "a\u001b]0;x\u0007b\u009b2Jc"), items.call("Ada", "f", { deep })];
    expect(whole(textTranscript(true), recordsOf(talk))).toBe(
      "Ada    | abc\nAda    | > f (nested too deeply to be shown)\n",
    );
  });
});

describe("[EXPORT-5] a log as JSON lines", () => {
  const written = (records: readonly LogRecord[]) => whole(jsonlTranscript, records);
  const logs = (name: string) => new URL(`../../../test/fixtures/logs/${name}`, import.meta.url).pathname;

  it.each(["office-v1.jsonl", "tea-v2.jsonl"])(
    "%s becomes v3, and shows the same when it is read again",
    async (name) => {
      const records = await read(logs(name));
      const text = written(records);
      expect(text).toMatch(/^(?:\{"format":"v3",.*\}\n)+$/);
      const again = await read(chunksOf(Buffer.from(text), 1_000));
      expect(again).toEqual(records);
      const shown = (all: readonly LogRecord[]) => JSON.stringify(all.reduce(viewReducer, initialView));
      expect(shown(again)).toBe(shown(records));
    },
  );

  it("v3 comes out to the byte", async () => {
    const sample = new URL("../../../logs/sample.jsonl", import.meta.url).pathname;
    const { readFileSync } = await import("node:fs");
    expect(written(await read(sample)) === readFileSync(sample, "utf8")).toBe(true);
  });
});

describe("[EXPORT-6] a page with a log in it", () => {
  const TEMPLATE = "<html><head><title>llm-chat</title></head><body><p>$&</p><!--llm-chat-log--><i></i></body></html>";

  it.each([1, 1_000, 70_000])("carries the log's bytes as they are (in pieces of %i)", async (size) => {
    const bytes = Buffer.from(size === 1 ? "a log" : logText(teaTalk()).repeat(30));
    const pieces: string[] = [];
    for await (const piece of gzipBase64(chunksOf(bytes, size))) pieces.push(piece);
    expect(pieces.join("")).toMatch(/^[A-Za-z0-9+/]+={0,2}$/);
    expect(gunzipSync(Buffer.from(pieces.join(""), "base64")).equals(bytes)).toBe(true);
  });

  it("tells what went wrong with the bytes", async () => {
    const failing = async function* (): AsyncGenerator<Uint8Array> {
      yield Buffer.from("a");
      await Promise.reject(new Error("the disk has gone"));
    };
    const all = async () => {
      for await (const _ of gzipBase64(failing()));
    };
    await expect(all()).rejects.toThrow("the disk has gone");
  });

  it("has the topic as its title, and no name or topic becomes markup", () => {
    const hostile = `"></script><script>alert('1')</script>&amp;$&$1\n\u001b[31m`;
    const { before = "", after = "" } = htmlPage(TEMPLATE, hostile, hostile) ?? {};
    const text = "&quot;&gt;&lt;/script&gt;&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt;&amp;amp;$&amp;$1⏎";
    expect(before).toBe(
      `<html><head><title>${text}</title></head><body><p>$&</p><script type="application/gzip" id="llm-chat-log" data-name="${text}" data-encoding="base64">`,
    );
    expect(after).toBe("</script><i></i></body></html>");
  });

  it("is nothing where the page is not the player's", () => {
    expect(htmlPage("<html></html>", "a", "b")).toBeNull();
    expect(htmlPage("<!--llm-chat-log--><!--llm-chat-log-->", "a", "b")).toBeNull();
  });
});
