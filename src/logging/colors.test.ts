import { describe, expect, it } from "vitest";
import { assignColors, colorOf, PALETTE } from "./colors.ts";

describe("colours of names", () => {
  it("reads on black and on white", () => {
    for (const { hex } of PALETTE) {
      const luminance = luminanceOf(hex);
      expect(1.05 / (luminance + 0.05), `${hex} on white`).toBeGreaterThan(3.5);
      expect((luminance + 0.05) / 0.05, `${hex} on black`).toBeGreaterThan(3.5);
    }
  });

  it("says the same colour to terminals and to pages", () => {
    const levels = [0, 95, 135, 175, 215, 255];
    for (const { hex, ansi256 } of PALETTE) {
      const cube = ansi256 - 16;
      const parts = [Math.floor(cube / 36), Math.floor(cube / 6) % 6, cube % 6].map((level) => levels[level] ?? -1);
      expect(`#${parts.map((part) => part.toString(16).padStart(2, "0")).join("")}`).toBe(hex);
    }
  });

  it("is stable by name, for any name", () => {
    for (const name of ["Dwight", "Jim", "", "__proto__", "日本", "😀"]) {
      expect(PALETTE).toContain(colorOf(name));
      expect(colorOf(name)).toBe(colorOf(name));
      expect(assignColors([name]).get(name)).toBe(colorOf(name));
    }
  });

  it("gives up to twelve names twelve colours, and more names some colour", () => {
    const names = Array.from({ length: 30 }, (_, index) => `agent-${index}`);
    expect(new Set(assignColors(names.slice(0, 12)).values()).size).toBe(12);
    expect(assignColors(names).size).toBe(30);
  });
});

function luminanceOf(hex: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const share = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
