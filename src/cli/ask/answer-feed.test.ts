import { describe, expect, it } from "vitest";
import type { Author, Block, BlockState, BlockType } from "../../documents/model.ts";
import type { Chunk, ServerFrame } from "../../documents/wire.ts";
import { AnswerFeed } from "./answer-feed.ts";

const ADA: Author = { type: "agent", model: "demo/ada" };
const BOB: Author = { type: "agent", model: "demo/bob", name: "Bob" };

interface Fields {
  readonly by?: Author;
  readonly type?: BlockType;
  readonly current?: string;
  readonly meta?: Block["meta"];
}

function block(id: string, where: "chat" | "document", { by = ADA, type = "md", current, meta = {} }: Fields = {}) {
  const owner =
    where === "chat" ? ({ type: "chat", chat_id: "c" } as const) : ({ type: "document", document_id: "d" } as const);
  const made = { id, owner, type, meta, position: "a0", author: by, created_at: 1 };
  const state: BlockState = {
    block: { ...made, version: current === undefined ? 0 : 1, current: current ?? null },
    proposals: [
      {
        id: `t-${id}`,
        block_id: id,
        base: 0,
        author: by,
        created_at: 1,
        kind: "text",
        content: "",
        status: "streaming",
      },
    ],
  };
  return { type: "block", block: state } as const;
}

it("[ASK-27] why nothing comes is told beside the text", () => {
  const feed = new AnswerFeed();
  const why = "demo/ada: the server is overloaded. It is asked again in 4 s.";
  expect(feed.hear({ type: "waiting", chat_id: "c", why })).toEqual([{ type: "progress", text: why }]);
  expect(feed.hear({ type: "waiting", chat_id: "c", why: null })).toEqual([]);
});

function chunk(block_ids: string, content: string, more: Partial<Chunk> = {}): Chunk {
  return { type: "md", block_ids, content, ...more };
}

/** As it would read: `# ` before headings, `· ` before what was done, `!` before errors, `|` where a block ends. */
function shown(...frames: readonly ServerFrame[]): string {
  const feed = new AnswerFeed();
  return frames
    .flatMap((frame) => feed.hear(frame))
    .map((each) => {
      switch (each.type) {
        case "heading":
          return `# ${each.text}\n`;
        case "text":
          return each.text;
        case "pause":
          return "|";
        case "progress":
          return `· ${each.text}\n`;
        case "error":
          return `! ${each.message}\n`;
      }
    })
    .join("");
}

describe("what is shown of an answer", () => {
  it("[ASK-1] the answer needs no heading, and the question is not said again", () => {
    const question = block("q", "chat", { meta: { role: "user" } });
    const frames = [
      question,
      block("a", "chat"),
      chunk("a", ""),
      chunk("a", "Gold "),
      chunk("a", "is.", { end: true }),
    ];
    expect(shown(...frames)).toBe("Gold is.|");
  });

  it("[ASK-1] a block of the document comes under who writes it, and what it is called where it is called something", () => {
    const text = shown(
      ...[block("a", "chat"), chunk("a", "I write."), block("b", "document"), chunk("b", ""), chunk("b", "One")],
      ...[chunk("b", "", { end: true }), block("t", "document", { type: "csv", by: BOB, meta: { title: "Prices" } })],
      ...[chunk("t", "a,b\n", { end: true }), chunk("a", "\n\nDone.", { end: true })],
    );
    expect(text).toBe("I write.|# demo/ada\nOne|# Bob (demo/bob) · “Prices”\na,b\n|# demo/ada\nDone.|");
  });

  it("[ASK-1] one that is written anew is called by what it says now", () => {
    const text = shown(block("b", "document", { current: "## Introduction\n\nGold." }), chunk("b", "## In short"));
    expect(text).toBe("# demo/ada · “Introduction”\n## In short");
  });

  it("[ASK-2] while one block is written the others wait, in their order", () => {
    const text = shown(
      ...[block("x", "document"), block("y", "document", { by: BOB }), block("z", "document"), block("a", "chat")],
      ...[chunk("x", "x1 "), chunk("y", "y1 "), chunk("a", "said"), chunk("z", "z1", { end: true }), chunk("x", "x2 ")],
      ...[chunk("y", "y2 "), chunk("x", "x3", { end: true }), chunk("y", "y3", { end: true })],
    );
    expect(text).toBe("# demo/ada\nx1 x2 x3|# Bob (demo/bob)\ny1 y2 y3|# demo/ada\nsaid|# demo/ada\nz1|");
  });

  it("[ASK-4] what is done to the document is told once, and not in the middle of a text", () => {
    const doing = (...labels: string[]) =>
      block("a", "chat", { meta: { actions: labels.map((label) => ({ tool: "write_block", label })) } });
    const text = shown(
      ...[block("a", "chat"), doing("Planned"), chunk("a", "Then"), block("b", "document"), chunk("b", "One")],
      ...[doing("Planned", "Wrote"), chunk("b", " two", { end: true }), doing("Planned", "Wrote", "Moved")],
    );
    expect(text).toBe("|· Planned\nThen|# demo/ada\nOne two|· Wrote\n|· Moved\n");
  });

  it("[ASK-1] of a chart its rows, of a picture nothing but its name", () => {
    const text = shown(
      ...[block("c", "document", { type: "interactive_chart", meta: { title: "Gold" } }), chunk("c", '{"kind":')],
      ...[chunk("c", '"line"}\n2023,1\n'), chunk("c", "2024,2\n", { end: true })],
      ...[block("p", "document", { type: "image/png", meta: { title: "Bar" } }), chunk("p", "aGk=", { end: true })],
    );
    expect(text).toBe("# demo/ada · “Gold”\n2023,1\n2024,2\n|# demo/ada · “Bar”\n|");
  });

  it("[ASK-5] an error is told, whatever is being written", () => {
    const text = shown(block("b", "document"), chunk("b", "One"), chunk("a", "No key.", { type: "error" }));
    expect(text).toBe("# demo/ada\nOne! No key.\n");
  });
});
