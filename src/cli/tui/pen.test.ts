import { describe, expect, it } from "vitest";
import { cutLine, lineWidth, span, spread } from "./line.ts";
import { colorDepthOf, Pen } from "./pen.ts";

const BLUE = { hex: "#0087d7", ansi256: 32 };

describe("colorDepthOf", () => {
  it.each([
    [{ NO_COLOR: "1", TERM: "xterm-256color", COLORTERM: "truecolor" }, "none"],
    [{ NO_COLOR: "", TERM: "xterm-256color" }, "palette"],
    [{ TERM: "dumb" }, "none"],
    [{ TERM: "linux" }, "basic"],
    [{ TERM: "xterm", COLORTERM: "truecolor" }, "palette"],
    [{}, "basic"],
  ] as const)("%j is %s", (env, depth) => expect(colorDepthOf(env)).toBe(depth));
});

describe("Pen", () => {
  it("draws each span in its style and leaves none open", () => {
    const line = [span("a"), span("b", { bold: true, color: BLUE }), span("c", { struck: true, dim: true })];
    expect(new Pen("palette").draw(line)).toBe("a\x1b[1;38;5;32mb\x1b[0m\x1b[2;9mc\x1b[0m");
    expect(new Pen("basic").draw(line)).toBe("a\x1b[1;34mb\x1b[0m\x1b[2;9mc\x1b[0m");
    expect(new Pen("none").draw(line)).toBe("abc");
  });

  it("draws a control character that came so far as a replacement character", () => {
    expect(new Pen("none").draw([span("a\x1b[2Jb\nc\x9bd")])).toBe("a\ufffd[2Jb\ufffdc\ufffdd");
  });

  it("says from which cell on a line differs", () => {
    const pen = new Pen("palette");
    const accent = { bold: true };
    const before = [span("漢字 ", accent), span("the quick fox")];
    expect(pen.difference(before, [span("漢字 ", { bold: true }), span("the quick fox")])).toBeNull();
    expect(pen.difference(before, [span("漢字 ", accent), span("the quick brown")])).toEqual({
      cell: 15,
      line: [span("brown")],
    });
    expect(pen.difference(before, [span("漢語 ", accent), span("x")])?.cell).toBe(0);
    expect(pen.difference(before, [span("漢字 ")])?.cell).toBe(0);
    expect(pen.difference([], [span("x")])).toEqual({ cell: 0, line: [span("x")] });
    expect(pen.difference([span("xy")], [])).toEqual({ cell: 0, line: [] });
  });
});

describe("lines", () => {
  it("are cut by cells, in the span where they end", () => {
    expect(cutLine([span("ab"), span("漢字漢字", { dim: true })], 6)).toEqual([span("ab"), span("漢…", { dim: true })]);
    expect(cutLine([span("ab")], 2)).toEqual([span("ab")]);
  });

  it("spread over a width exactly, whatever their ends", () => {
    for (const [left, right] of [
      ["a", "b"],
      ["long long left", "right"],
      ["漢字漢字漢字", "右"],
      ["a", ""],
      ["", "too much right"],
    ] as const) {
      expect(lineWidth(spread([span(left)], right === "" ? [] : [span(right)], 11))).toBeLessThanOrEqual(11);
    }
    expect(
      spread([span("a")], [span("b")], 5)
        .map((part) => part.text)
        .join(""),
    ).toBe("a   b");
  });
});
