import { describe, expect, it } from "vitest";
import { didYouMean, editDistance, nearest } from "./nearest.ts";

describe("editDistance", () => {
  it.each([
    ["models", "models", 0],
    ["modles", "models", 1],
    ["model", "models", 1],
    ["MODELS", "models", 0],
    ["docker", "doctor", 2],
    ["", "abc", 3],
    ["ca", "abc", 3],
  ])("%s to %s takes %i edits", (left, right, edits) => {
    expect(editDistance(left, right)).toBe(edits);
    expect(editDistance(right, left)).toBe(edits);
  });
});

describe("nearest", () => {
  it("finds the nearest of several", () => {
    expect(nearest("agnts", ["limits", "agents", "agent"])).toBe("agents");
  });

  it("finds nothing where every candidate is a different word", () => {
    expect(nearest("xyz", ["floor", "topic"])).toBeNull();
    expect(didYouMean("xyz", ["floor", "topic"])).toBe("");
  });

  it("says it in words", () => {
    expect(didYouMean("persna", ["name", "persona"])).toBe('; did you mean "persona"?');
  });
});
