import type { Key } from "ink";
import { describe, expect, it } from "vitest";
import { commandOf, composerCommandOf, pressesOf } from "./keys.ts";

const NO_KEY: Key = {
  upArrow: false,
  downArrow: false,
  leftArrow: false,
  rightArrow: false,
  pageDown: false,
  pageUp: false,
  home: false,
  end: false,
  return: false,
  escape: false,
  ctrl: false,
  shift: false,
  tab: false,
  backspace: false,
  delete: false,
  meta: false,
  super: false,
  hyper: false,
  capsLock: false,
  numLock: false,
};
const press = (input: string, more: Partial<Key> = {}) => pressesOf(input, { ...NO_KEY, ...more });

describe("presses", () => {
  it("of a burst are taken one by one, a character being what a person sees as one", () => {
    expect(press("é👨‍👩‍👧\r")).toEqual([
      { type: "character", text: "é" },
      { type: "character", text: "👨‍👩‍👧" },
      { type: "key", name: "enter" },
    ]);
  });

  it("leave out control characters and releases", () => {
    expect(press("a\x00\x1bb").map((one) => one.type === "character" && one.text)).toEqual(["a", "b"]);
    expect(press("q", { eventType: "release" })).toEqual([]);
  });

  it("do not take Alt with a letter for the letter", () => {
    expect(press("q", { meta: true })).toEqual([]);
    expect(press("b", { meta: true })).toEqual([{ type: "key", name: "word_left" }]);
  });
});

describe("commands", () => {
  const command = (input: string, more: Partial<Key> = {}) => press(input, more).map(commandOf);

  it("quit with q and Ctrl-C, but not with Q or c", () => {
    expect(command("q")).toEqual([{ type: "quit" }]);
    expect(command("c", { ctrl: true })).toEqual([{ type: "quit" }]);
    expect(command("Q")).toEqual([null]);
    expect(command("c")).toEqual([{ type: "focus", number: 0 }]);
  });

  it("of letters are none while a person writes, but for Ctrl-C", () => {
    expect(press("q").map(composerCommandOf)).toEqual([{ type: "edit", edit: { type: "insert", text: "q" } }]);
    expect(press("c", { ctrl: true }).map(composerCommandOf)).toEqual([{ type: "quit" }]);
    expect(press("", { upArrow: true }).map(composerCommandOf)).toEqual([null]);
  });
});
