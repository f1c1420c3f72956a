import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { checkedText, hidesLine, LineBatch } from "./journal-line.ts";

function lineOf(fields: object): Buffer {
  const batch = new LineBatch(16);
  batch.add(fields);
  return Buffer.from(batch.bytes);
}

describe("a line of a journal", () => {
  it("[JOURNAL-2] is JSON with the CRC-32C of what comes before it as its last member", () => {
    // The checksum was made by another implementation (Python, bit by bit).
    expect(lineOf({ seq: 1, content: "123456789" }).toString()).toBe(
      '{"seq":1,"content":"123456789","crc32c":"3a5de912"}\n',
    );
  });

  it("[JOURNAL-2] of any fields is one line, and has them when it is read again", () => {
    const text = fc.oneof(
      fc.string({ unit: "binary" }),
      fc.string(),
      fc.constant('","crc32c":"00000000"}\n\r\u2028\u0000\ud83d'),
    );
    fc.assert(
      fc.property(fc.record({ seq: fc.nat(), content: text, note: text }), (fields) => {
        const line = lineOf(fields);
        expect(line.indexOf("\n")).toBe(line.length - 1);
        expect(JSON.parse(checkedText(line.subarray(0, -1)) ?? "null")).toEqual(fields);
        expect(JSON.parse(line.toString())).toEqual({ ...fields, crc32c: expect.any(String) });
        expect(hidesLine(line.subarray(0, -1))).toBe(false);
        expect(hidesLine(Buffer.concat([line.subarray(0, -1), Buffer.from("x")]))).toBe(true);
      }),
    );
  });

  it("[JOURNAL-2] stands in a batch beside others, however large the batch gets", () => {
    const batch = new LineBatch(16);
    const contents = Array.from({ length: 50 }, (_, index) => "é".repeat(index * 37));
    for (const content of contents) batch.add({ content });
    const lines = batch.bytes.toString().split("\n");
    expect(lines.pop()).toBe("");
    expect(lines.map((line) => JSON.parse(checkedText(Buffer.from(line)) ?? "null"))).toEqual(
      contents.map((content) => ({ content })),
    );
    batch.clear();
    batch.add({ seq: 1 });
    expect(batch.bytes.toString().split("\n")).toHaveLength(2);
  });
});
