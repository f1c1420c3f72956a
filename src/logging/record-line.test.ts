import { describe, expect, it } from "vitest";
import { recordLine } from "./record-line.ts";
import type { LogRecord } from "./record.ts";

const said = (content: string): LogRecord => ({ format: "v3", timestamp: "", type: "text", user: "Ann", content });

describe("the line of a record", () => {
  it("is one line for every tool, steers no terminal, and says the same", () => {
    const content = "a\nb\u0085c\u2028d\u2029e\u009b31mf\u001b[2Jg\u007fh\ud800i😀";
    const line = recordLine(said(content));
    // oxlint-disable-next-line no-irregular-whitespace
    expect(line).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u2028\u2029]/);
    expect(line.indexOf("\n")).toBe(line.length - 1);
    expect(JSON.parse(line)).toEqual(said(content));
  });

  it("tells of what is nested too deeply to be written", () => {
    const parameters: unknown = JSON.parse(`${"[".repeat(200_000)}${"]".repeat(200_000)}`);
    const record: LogRecord = { ...said(""), type: "tool_call", call_id: "1", function: "f", arguments: parameters };
    expect(JSON.parse(recordLine(record))).toMatchObject({
      type: "system",
      content: expect.stringMatching(/tool_call/),
    });
  });
});
