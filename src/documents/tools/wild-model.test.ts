/** A model that streams anything at all: no tool throws, and nothing is left half open. */
import fc from "fast-check";
import { expect, it } from "vitest";
import { DeskStage } from "../../../test/fakes/desk-stage.ts";
import { settle } from "../../../test/fakes/manual-clock.ts";
import type { ModelEvent, ToolCall } from "../../agents/types.ts";

const ID = fc.constantFrom("c1", "c2", "c3");
const NAME = fc.constantFrom(
  ...["write_block", "edit_block", "add_table", "add_chart", "plan_document", "delete_block", "move_block"],
  ...["write_block", "write_block", "edit_block", "search_document", "constructor", "no_such_tool"],
);
const PIECE = fc.oneof(
  fc.constantFrom(
    ...[
      '{"block_id": "b1", ',
      '"after": "start", ',
      '"content": "',
      "Gold is ",
      "\\n",
      "\\u00",
      "e9",
      '"}',
      "}",
      "{",
      '"',
    ],
    ...['"csv": "a,b\\n', '"rows": "1,2\\n', '"title": "T", ', '"kind": "line", "x": "Year", "series": ["A"], '],
    ...['{"content": "', '{"block_id": "b1", "content": "', '{"csv": "a,b\\n1,2\\n', '{"after": "b1", "content": "'],
    ...['"sections": ["One", "Two"]}', '"query": "gold"}', '"content": "twice"}', '{"content": "whole."}'],
  ),
  fc.string({ maxLength: 8 }),
);

/** What could be meant, whole or broken off somewhere. */
const WHOLE = fc.constantFrom<readonly [string, object]>(
  ["write_block", { content: "## Gold\n\nA metal." }],
  ["write_block", { after: "start", content: "First." }],
  ["edit_block", { block_id: "b1", content: "Gold is dear." }],
  ["add_table", { title: "T", csv: "a,b\n1,2\n3" }],
  ["add_chart", { kind: "line", x: "Year", series: ["A"], rows: "2020,1\n2021,2" }],
  ["plan_document", { title: "Gold", sections: ["One", "Two"] }],
  ["delete_block", { block_id: "b1" }],
  ["move_block", { block_id: "b1", after: "start" }],
);

type Step =
  | {
      readonly type: "call";
      readonly call: ToolCall;
      readonly length: number;
      readonly cut: number;
      readonly ends: boolean;
    }
  | { readonly type: "event"; readonly event: ModelEvent }
  | { readonly type: "end"; readonly how: "tool_use" | "length" | "error" | "aborted" }
  | { readonly type: "run"; readonly call: ToolCall }
  | { readonly type: "settle" };

const event = (one: fc.Arbitrary<ModelEvent>) => one.map((made): Step => ({ type: "event", event: made }));
const STEP: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 10,
    arbitrary: fc
      .record({ id: ID, whole: WHOLE, share: fc.constantFrom(1, 1, 0.9, 0.5), cut: fc.nat(30), ends: fc.boolean() })
      .map(({ id, whole: [name, args], share, cut, ends }): Step => {
        const text = JSON.stringify(args);
        return { type: "call", call: { call_id: id, name, arguments: text }, length: text.length * share, cut, ends };
      }),
  },
  { weight: 1, arbitrary: event(fc.record({ type: fc.constant("tool_call_start"), call_id: ID, name: NAME })) },
  { weight: 2, arbitrary: event(fc.record({ type: fc.constant("tool_call_delta"), call_id: ID, text: PIECE })) },
  { weight: 2, arbitrary: event(fc.record({ type: fc.constant("tool_call_end"), call_id: ID })) },
  fc.constantFrom("tool_use", "length", "error", "aborted").map((how): Step => ({ type: "end", how })),
  fc
    .record({ call_id: ID, name: NAME, arguments: fc.array(PIECE, { maxLength: 4 }).map((all) => all.join("")) })
    .map((call): Step => ({ type: "run", call })),
  fc.constant<Step>({ type: "settle" }),
);

it("[PEN-3] whatever a model streams, every call is answered and every text comes to an end", async () => {
  let wrote = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(STEP, { minLength: 5, maxLength: 60, size: "max" }), async (steps) => {
      const stage = new DeskStage();
      stage.given("Gold.");
      let written: ToolCall[] = [];
      for (const step of steps) {
        if (step.type === "settle") await settle();
        else if (step.type === "call") {
          const { call, length, cut, ends } = step;
          const { call_id, name } = call;
          stage.tools.hear({ type: "tool_call_start", call_id, name });
          stage.tools.hear({ type: "tool_call_delta", call_id, text: call.arguments.slice(0, cut) });
          stage.tools.hear({ type: "tool_call_delta", call_id, text: call.arguments.slice(cut, length) });
          if (ends) stage.tools.hear({ type: "tool_call_end", call_id });
          written.push({ ...call, arguments: call.arguments.slice(0, Math.max(cut, length)) });
        } else if (step.type === "run") expect(await stage.tools.run(step.call)).not.toBe("");
        else if (step.type === "event") {
          const { event: heard } = step;
          if (heard.type === "tool_call_start") written.push({ ...heard, arguments: "" });
          if (heard.type === "tool_call_delta") {
            written = written.map((each) =>
              each.call_id === heard.call_id ? { ...each, arguments: each.arguments + heard.text } : each,
            );
          }
          stage.tools.hear(heard);
        } else {
          stage.end(endOf(step.how, written));
          if (step.how === "tool_use") for (const call of written) expect(await stage.tools.run(call)).not.toBe("");
          written = [];
        }
      }
      await stage.tools.close();
      await stage.tools.takeNews();
      wrote += stage.documents.blocks().length - 1;
      const open = stage.documents
        .blocks()
        .flatMap(({ proposals }) => proposals)
        .filter((each) => each.kind === "text" && each.status === "streaming");
      expect(open).toEqual([]);
    }),
    { numRuns: 300 },
  );
  // It was no walk in the void.
  expect(wrote).toBeGreaterThan(100);
});

function endOf(how: "tool_use" | "length" | "error" | "aborted", calls: readonly ToolCall[]): ModelEvent {
  const tool_calls = how === "tool_use" ? calls : [];
  switch (how) {
    case "error":
      return { type: "error", error: { kind: "cut", message: "cut", retryable: true } };
    case "aborted":
      return { type: "aborted" };
    default:
      return { type: "done", finish: how, message: { role: "assistant", text: "", thinking: "", tool_calls } };
  }
}
