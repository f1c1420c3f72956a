import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";

const root = join(import.meta.dirname, "..");
const spec = readFileSync(join(root, "docs/SPEC.md"), "utf8");
const rules = [...spec.matchAll(/^- \*\*([A-Z]+-\d+)\*\*/gm)].map(([, id]) => id ?? "");

/** Every `[RULE-1]` in a file that holds tests. */
function quoted(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
    .filter((path) => /\.tsx?$/.test(path))
    .flatMap((path) => [...readFileSync(join(root, folder, path), "utf8").matchAll(/\[([A-Z]+-\d+)\]/g)])
    .map(([, id]) => id ?? "");
}

describe("docs/SPEC.md", () => {
  it("numbers each rule once", () => {
    expect(rules.length).toBeGreaterThan(100);
    expect(rules.filter((id, index) => rules.indexOf(id) !== index)).toEqual([]);
  });

  it("has every rule that a test quotes", () => {
    const unknown = [...quoted("src"), ...quoted("test"), ...quoted("web")].filter(
      (id) => id !== "RULE-1" && !rules.includes(id),
    );
    expect([...new Set(unknown)]).toEqual([]);
  });
});
