import { describe, expect, it } from "vitest";
import { Items } from "../../test/fakes/timeline-items.ts";
import { isRecord } from "../../src/logging/record.ts";
import { initialView, viewReducer } from "../../src/logging/view-state.ts";
import { entryTest, type Filter, lineTest, NO_FILTER, recordTest } from "./filter.ts";

const items = new Items();
const all = [
  items.session("Tea", ["Ann"]),
  items.thought("Ann", "Coffee is black."),
  ...items.acts("Ann", "append", { text: "Tea is GREEN." }),
  ...items.acts("Ann", "push", {}, { status: 0, reason: "unseen_messages", content: "[system] Not sent." }),
  ...items.acts("Ann", "push", {}, { status: 0, reason: "skipped" }),
  items.says("Ann", "Tea is green."),
  items.says("Bob", "Hm."),
  items.notice("Ann has been waiting for a response for 2 seconds...", { type: "waiting", participant: "Ann" }),
  items.notice("Bob has joined the room.", { type: "joined", participant: "Bob" }),
].filter(isRecord);
const view = all.reduce(viewReducer, initialView);

const entries = (part: Partial<Filter> = {}) =>
  [...(view.agents[0]?.entries ?? [])].filter(entryTest({ ...NO_FILTER, ...part })).map(({ kind }) => kind);
const lines = (part: Partial<Filter> = {}) =>
  [...view.conversation].filter(lineTest({ ...NO_FILTER, ...part })).map(({ text }) => text.slice(0, 7));

describe("what is shown", () => {
  it("[PAGE-11] leaves out the routine: what simply worked, and who waits", () => {
    expect(entries()).toEqual(["thinking", "tool_call", "tool_call", "tool_response", "tool_call"]);
    expect(entries({ routine: true })).toHaveLength(7);
    expect(lines()).toEqual(["Tea is ", "Hm.", "Bob has"]);
    expect(lines({ routine: true })).toHaveLength(4);
  });

  it("[PAGE-11] by type and by user", () => {
    expect(entries({ hiddenTypes: new Set(["actions"]) })).toEqual(["thinking"]);
    expect(lines({ hiddenTypes: new Set(["system"]) })).toEqual(["Tea is ", "Hm."]);
    expect(lines({ hiddenUsers: new Set(["Ann"]) })).toEqual(["Hm.", "Bob has"]);
  });

  it("[PAGE-11] by text, without regard to case", () => {
    expect(entries({ query: " green ", onlyMatches: true })).toEqual(["tool_call"]);
    expect(lines({ query: "GREEN", onlyMatches: true })).toEqual(["Tea is "]);
    expect(lines({ query: "bob", onlyMatches: true })).toEqual(["Hm.", "Bob has"]);
    expect(lines({ query: "green" })).toHaveLength(3);
  });

  it("[PAGE-11] the rest of a log is searched in the same way", () => {
    const found = (part: Partial<Filter>) => {
      const test = recordTest({ ...NO_FILTER, ...part });
      return all.filter((record) => test?.(record)).map(({ type }) => type);
    };
    expect(found({ query: "green" })).toEqual(["tool_call", "chat"]);
    expect(found({ query: "green", hiddenTypes: new Set(["actions"]) })).toEqual(["chat"]);
    expect(found({ query: "green", hiddenUsers: new Set(["Ann"]) })).toEqual([]);
    expect(recordTest(NO_FILTER)).toBeNull();
  });
});
