import { describe, expect, it } from "vitest";
import { DEFAULT_PREFERENCES, loadPreferences, savePreferences } from "./preferences.ts";

function storage(kept: string | null = null): Storage {
  const values = new Map<string, string>(kept === null ? [] : [["llm-chat", kept]]);
  const store = {
    getItem: (key: string) => values.get(key) ?? null,
    setItem: (key: string, value: string) => void values.set(key, value),
  };
  return store as Storage;
}

describe("preferences", () => {
  it("[PAGE-14] are kept for the next time", () => {
    const kept = storage();
    const chosen = { theme: "dark", autoScroll: false, speed: 4, columnsShare: 40 } as const;
    savePreferences(() => kept, chosen);
    expect(loadPreferences(() => kept)).toEqual(chosen);
  });

  it.each(["{", "null", "7", '{"theme":"<b>","speed":1e9,"columnsShare":"x"}', '{"speed":-1}'])(
    "[PAGE-14] that somebody has spoilt are the default ones: %s",
    (kept) => {
      expect(loadPreferences(() => storage(kept))).toEqual(DEFAULT_PREFERENCES);
    },
  );

  it("[PAGE-14] a browser that keeps nothing is no trouble", () => {
    const refuses = (): Storage => {
      throw new Error("SecurityError");
    };
    savePreferences(refuses, DEFAULT_PREFERENCES);
    expect(loadPreferences(refuses)).toEqual(DEFAULT_PREFERENCES);
  });
});
