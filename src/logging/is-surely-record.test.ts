import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isSurelyRecord } from "./is-surely-record.ts";
import { logRecord } from "./record.ts";

const sample = readFileSync(new URL("../../logs/sample.jsonl", import.meta.url), "utf8")
  .split("\n")
  .filter((line) => line !== "")
  .map((line) => JSON.parse(line) as Record<string, unknown>);

describe("[LOG-5] what is surely a record", () => {
  it("knows every line of a log", () => {
    expect(sample.filter((record) => !isSurelyRecord(record) && record["new_history"] === undefined)).toEqual([]);
  });

  it("never takes for one what the schema does not", () => {
    const odd = fc.oneof(
      fc.constant(undefined),
      fc.jsonValue(),
      fc.constantFrom(-1, 3, Number.POSITIVE_INFINITY, "", "failed", [], null),
    );
    fc.assert(
      fc.property(
        fc.constantFrom(...sample),
        fc.array(fc.tuple(fc.nat(12), odd), { maxLength: 3 }),
        (record, changes) => {
          const changed: Record<string, unknown> = { ...record };
          for (const [index, value] of changes) {
            const keys = Object.keys(changed);
            const key = keys[index % keys.length];
            if (key === undefined) continue;
            if (value === undefined) delete changed[key];
            else changed[key] = value;
          }
          const taken = isSurelyRecord(changed);
          expect(taken && !logRecord.safeParse(changed).success).toBe(false);
        },
      ),
      { numRuns: 3_000 },
    );
  });
});
