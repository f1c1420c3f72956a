import { describe, expect, it } from "vitest";
import type { Line } from "../tui/line.ts";
import { differenceLines } from "./difference-lines.ts";

const plain = (lines: readonly Line[]) =>
  lines.map((line) =>
    line
      .map(({ text }) => text)
      .join("")
      .trimEnd(),
  );
/** `[-gone-]`, `{+new+}` */
const marked = (lines: readonly Line[]) =>
  lines.map((line) =>
    line
      .map(({ text, style }) => (style.struck ? `[-${text}-]` : style.color === "good" ? `{+${text}+}` : text))
      .join("")
      .trimEnd(),
  );

describe("the difference of two texts on the screen", () => {
  it("[ASK-10] without colours: lines with + and -, and what stays beside them", () => {
    const lines = differenceLines("one\ntwo\nthree\nfour\nfive", "one\ntwo\n3\nfour\nfive", {
      colors: false,
      width: 40,
    });
    expect(plain(lines)).toEqual(["  …", "  two", "- three", "+ 3", "  four", "  …"]);
  });

  it("[ASK-10] with colours: the words that go and come", () => {
    const lines = differenceLines("Gold is very old.\n\nEnd.", "Gold is old and heavy.\n\nEnd.", {
      colors: true,
      width: 60,
    });
    expect(marked(lines)[0]).toBe("~ Gold is [-very -]old{+ and heavy+}.");
  });

  it("[ASK-10] what is new, what goes, and what only looks the same", () => {
    const options = { colors: false, width: 40 };
    expect(plain(differenceLines(null, "a\nb\n", options))).toEqual(["+ a", "+ b"]);
    expect(plain(differenceLines("a\nb", null, options))).toEqual(["- a", "- b"]);
    expect(plain(differenceLines("a", "a \n", options))).toEqual(["  (nothing that can be seen changes)"]);
  });

  it("[ASK-10] long lines are wrapped under their sign, and nothing in them steers the terminal", () => {
    const lines = differenceLines(null, "one two three\u001b[2Jfour", { colors: true, width: 10 });
    expect(plain(lines)).toEqual(["+ one two", "  threefou", "  r"]);
  });

  it("[ASK-10] texts that have nothing in common are shown one after the other", () => {
    const [one, other] = ["a", "b"].map((letter) =>
      Array.from({ length: 4_000 }, (_, i) => `${letter}${i}`).join("\n"),
    );
    for (const colors of [true, false]) {
      const lines = plain(differenceLines(one ?? "", other ?? "", { colors, width: 20 }));
      expect(lines).toHaveLength(8_000);
      expect([lines[0], lines[8_000 - 1]]).toEqual(["- a0", "+ b3999"]);
    }
  });
});
