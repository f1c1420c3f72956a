import { describe, expect, it } from "vitest";
import { LineSplitter } from "./line-splitter.ts";

describe("LineSplitter", () => {
  it.each([1, 3, 7, 100])("keeps nothing of a caller's buffer, which may be used again, in chunks of %i", (size) => {
    const text = "first\nsecond line\n\nthe third\nlast";
    const lines: string[] = [];
    const splitter = new LineSplitter(
      {
        line: (bytes, start, end, number, cut) => {
          lines.push(`${number}${cut ? " cut" : ""} ${Buffer.from(bytes.subarray(start, end)).toString()}`);
        },
        tooLong: (number) => lines.push(`${number} too long`),
      },
      12,
    );
    // A Buffer's own slice is no copy.
    const scratch = Buffer.alloc(size);
    for (let offset = 0; offset < text.length; offset += size) {
      const length = scratch.write(text.slice(offset, offset + size));
      splitter.push(scratch.subarray(0, length));
      scratch.fill("x");
    }
    splitter.end();
    expect(lines).toEqual(["1 first", "2 second line", "3 ", "4 the third", "5 cut last"]);
  });
});
