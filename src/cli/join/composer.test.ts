import { describe, expect, it } from "vitest";
import { type Composer, type ComposerChange, compose, draftOf, EMPTY_COMPOSER, isEmpty } from "./composer.ts";

const type = (text: string): ComposerChange => ({ type: "edit", edit: { type: "insert", text } });
const backspace: ComposerChange = { type: "edit", edit: { type: "backspace" } };
const left: ComposerChange = { type: "edit", edit: { type: "left" } };
const newline: ComposerChange = { type: "newline" };
const entered: ComposerChange = { type: "entered" };
const paste = (text: string): ComposerChange => ({ type: "paste", text });
const up: ComposerChange = { type: "recall", step: -1 };
const down: ComposerChange = { type: "recall", step: 1 };

const after = (...changes: ComposerChange[]): Composer => changes.reduce(compose, EMPTY_COMPOSER);
/** As on the screen: the lines of the draft, then the input with its cursor. */
const shown = ({ lines, editor }: Composer) => [...lines, `${editor.before}|${editor.after}`];

describe("[PERSON-2] a message of several lines", () => {
  it("grows by a line above the input, where the cursor is", () => {
    const two = after(type("one"), newline, type("two"));
    expect(shown(two)).toEqual(["one", "two|"]);
    expect(draftOf(two)).toBe("one\ntwo");
    expect(shown(after(type("onetwo"), left, left, left, newline))).toEqual(["one", "|two"]);
  });

  it("may begin with a slash on any line", () => {
    expect(draftOf(after(type("/one"), newline, type("//two")))).toBe("/one\n/two");
    expect(draftOf(after(type("//one"), newline, type("two")))).toBe("/one\ntwo");
  });

  it("is taken back line by line, by /undo and by backspace at the begin", () => {
    const three = after(type("one"), newline, type("/two"), newline);
    expect(shown(compose(three, { type: "undo" }))).toEqual(["one", "//two|"]);
    expect(draftOf(compose(three, { type: "undo" }))).toBe("one\n/two");
    const joined = [type("xy"), left, left, backspace].reduce(compose, three);
    expect(shown(joined)).toEqual(["one", "//two|xy"]);
    expect(compose(EMPTY_COMPOSER, { type: "undo" })).toBe(EMPTY_COMPOSER);
    expect(shown(after(backspace))).toEqual(["|"]);
  });

  it("can be pasted: its lines are lines of the draft, as they are, and none of them a command", () => {
    expect(shown(after(paste("// one\n\n/quit")))).toEqual(["// one", "", "/quit", "|"]);
    expect(draftOf(after(paste("// one\n\n/quit\n")))).toBe("// one\n\n/quit");
    expect(shown(after(type("say "), paste("one\ntwo")))).toEqual(["say one", "two", "|"]);
    expect(shown(after(type("ab"), left, paste("1\n/2")))).toEqual(["a1", "//2|b"]);
    expect(shown(after(type("a"), paste("b")))).toEqual(["ab|"]);
  });
});

describe("[PERSON-3] the history", () => {
  const talk = after(type("one"), entered, type("two"), newline, type("three"), entered, type("/who"), {
    type: "commanded",
  });

  it("brings back what was entered, whole, and then what was being written", () => {
    const writing = compose(talk, type("new"));
    const steps = [up, up, up, up, down, down, down, down];
    const seen: string[] = [];
    steps.reduce((composer, step) => {
      const next = compose(composer, step);
      seen.push(shown(next).join("/"));
      return next;
    }, writing);
    expect(seen).toEqual(["/who|", "two/three|", "one|", "one|", "two/three|", "/who|", "new|", "new|"]);
  });

  it("leaves what was recalled to be changed, and keeps the same thing twice only once", () => {
    const changed = [up, type("?"), entered].reduce(compose, after(type("one"), entered));
    expect(changed.history.map(({ text }) => text)).toEqual(["one", "one?"]);
    expect(after(type("one"), entered, type("one"), entered).history).toHaveLength(1);
  });

  it("a command leaves the draft above it", () => {
    const draft = after(type("one"), newline, type("/who"));
    expect(shown(compose(draft, { type: "commanded" }))).toEqual(["one", "|"]);
  });
});

describe("[PERSON-4] a message that was not sent", () => {
  const back = (text: string): ComposerChange => ({ type: "give_back", text });

  it("is in the input again, as it was", () => {
    expect(draftOf(after(back("one\n/two")))).toBe("one\n/two");
    expect(shown(after(back("/one")))).toEqual(["//one|"]);
  });

  it("does not touch what is being written meanwhile", () => {
    expect(shown(after(type("next"), back("one")))).toEqual(["next|"]);
    expect(shown(after(type("next"), newline, back("one")))).toEqual(["next", "|"]);
    expect(isEmpty(after(type("x"), { type: "drop" }))).toBe(true);
  });
});
