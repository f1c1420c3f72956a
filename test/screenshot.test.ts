import { describe, expect, it } from "vitest";
import { screenshot } from "../scripts/screenshot.ts";

describe("screenshot", () => {
  it("draws text with its colour and weight, one run for cells that look the same", async () => {
    const svg = await screenshot("plain \x1b[1;38;5;32mAda\x1b[0m \x1b[9mgone\x1b[0m\n", 20, 2, "a <title>");
    expect(svg).toContain("<title>a &lt;title&gt;</title>");
    expect(svg).toMatch(/fill="#0087d7" font-weight="600"[^>]*>Ada<\/text>/);
    expect(svg).toMatch(/text-decoration="line-through"[^>]*>gone<\/text>/);
    expect(svg).toMatch(/>plain<\/text>/);
  });

  it("escapes what would be markup", async () => {
    const svg = await screenshot('<script>alert("x")</script>&', 40, 1, "t");
    expect(svg).toContain("&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt;&amp;");
    expect(svg).not.toContain("<script");
  });

  it("puts a wide character into two cells", async () => {
    const svg = await screenshot("漢b", 10, 1, "t");
    const [, wide, after] = /x="([\d.]+)"[^>]*>漢<\/text><text x="([\d.]+)"/.exec(svg) ?? [];
    expect(Number(after) - Number(wide)).toBeCloseTo(16.8);
  });
});
