import { describe, expect, it } from "vitest";
import { commandOf, type KeyPress, KEYS, nextSpeed } from "./keyboard.ts";

const press = (key: string, part: Partial<KeyPress> = {}) =>
  commandOf({ key, ctrlKey: false, metaKey: false, altKey: false, focus: "page", ...part });

describe("the keys", () => {
  it("[PAGE-9] do what the page of keys says", () => {
    const named: Readonly<Record<string, string>> = { space: " ", "←": "ArrowLeft", "→": "ArrowRight", esc: "Escape" };
    for (const [keys] of KEYS) {
      for (const key of keys.split(/\s+/)) expect(press(named[key] ?? key), key).not.toBeNull();
    }
    expect(press("ArrowLeft")).toEqual({ type: "seekBy", ms: -5_000 });
    expect(press("x")).toBeNull();
  });

  it("[PAGE-9] belong to a field while one types in it, but for escape", () => {
    expect(press(" ", { focus: "text" })).toBeNull();
    expect(press("m", { focus: "text" })).toBeNull();
    expect(press("Escape", { focus: "text" })).toEqual({ type: "escape" });
    expect(press(" ", { focus: "button" })).toBeNull();
    expect(press("m", { focus: "button" })).toEqual({ type: "marker", direction: 1 });
  });

  it("[PAGE-9] belong to the browser with ctrl, alt or meta", () => {
    for (const key of ["ctrlKey", "metaKey", "altKey"]) expect(press("g", { [key]: true })).toBeNull();
  });

  it("[PAGE-15] lead from the time line to its ends, and leave those of a list to the list", () => {
    expect(press("Home", { focus: "slider" })).toEqual({ type: "begin" });
    expect(press("End", { focus: "slider" })).toEqual({ type: "end" });
    expect([press("Home"), press("End", { focus: "text" })]).toEqual([null, null]);
  });

  it("[PAGE-9] change the speed in steps, held at both ends", () => {
    expect([nextSpeed(1, 1), nextSpeed(1, -1), nextSpeed(3, 1), nextSpeed(3, -1)]).toEqual([2, 0.5, 4, 2]);
    expect([nextSpeed(16, 1), nextSpeed(0.25, -1)]).toEqual([16, 0.25]);
  });
});
