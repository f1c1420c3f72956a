import { describe, expect, it } from "vitest";
import { teaTalk } from "../../test/fakes/log-folder.ts";
import { Items } from "../../test/fakes/timeline-items.ts";
import { LogSummarizer } from "./log-summary.ts";
import { isRecord, type LogRecord, type TimelineItem } from "./record.ts";
import { initialView, viewReducer } from "./view-state.ts";

function summarized(items: Iterable<TimelineItem>): LogSummarizer {
  const summarizer = new LogSummarizer();
  let line = 0;
  for (const record of items) if (isRecord(record)) summarizer.read({ line: ++line, record });
  return summarizer;
}

describe("the summary of a log", () => {
  it("counts what the view of the same records counts", () => {
    const { total, agents } = summarized(teaTalk()).counts();
    const view = teaTalk().reduce(viewReducer, initialView);
    const { messages, refused, calls, input, output, cost, unpriced } = view.counts;
    expect(total).toMatchObject({ messages, refused, calls, input, output, cost, unpriced });
    for (const { name, counts } of view.agents) expect(agents.get(name)).toMatchObject({ messages: counts.messages });
  });

  it("survives times that are none, and tells of no length then", () => {
    const items = new Items();
    const timeless = (record: TimelineItem) => ({ ...record, timestamp: "noon" });
    expect(summarized([items.says("Ada", "a"), items.says("Bob", "b")].map(timeless)).summary()).toMatchObject({
      started: null,
      ended: null,
      duration_ms: null,
      messages: 2,
    });
    // A clock that was set back.
    const [one, other] = [items.says("Ada", "c"), items.says("Ada", "d")];
    expect(summarized([{ ...one, timestamp: "2026-01-16" }, other as LogRecord]).summary().duration_ms).toBe(0);
  });

  it("begins anew where a session does: the end before it was not the last", () => {
    expect(summarized([...teaTalk(15), ...teaTalk(16).slice(0, -1)]).summary()).toMatchObject({
      messages: 6,
      ending: null,
      topic: "Tea or coffee?",
    });
  });

  it("[LOGS-3] does not grow with a log that names a million users, at any length", () => {
    const items = new Items();
    const thought = items.thought("x", "") as LogRecord;
    const talk = function* (): Generator<TimelineItem> {
      yield items.session("t".repeat(1_000_000), ["n".repeat(1_000_000), "Ada"]);
      for (let user = 0; user < 1_000_000; user++) yield { ...thought, user: `user ${user}` };
      yield items.says("__proto__", "polluted?");
      yield { ...thought, user: "__proto__" };
    };
    const summarizer = summarized(talk());
    const summary = summarizer.summary();
    expect(summary.agents).toHaveLength(200);
    expect(summarizer.counts().agents.size).toBe(200);
    expect(JSON.stringify(summary).length).toBeLessThan(20_000);
    expect(summary).toMatchObject({ records: 1_000_003, messages: 1 });
  });
});
