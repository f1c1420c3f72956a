import { describe, expect, it } from "vitest";
import { Ending } from "./ending.ts";

describe("[PERSON-12] the end", () => {
  it("comes once, with the first reason", async () => {
    const exits: number[] = [];
    const ending = new Ending((code) => void exits.push(code));
    expect(ending.signal.aborted).toBe(false);
    ending.ask("interrupted");
    ending.come("quit");
    expect(await ending.reason).toBe("interrupted");
    expect(ending.signal.aborted).toBe(true);
    expect(exits).toEqual([]);
  });

  it("comes at once with Ctrl-C while it comes; a terminal that closes meanwhile changes nothing", () => {
    const exits: number[] = [];
    const ending = new Ending((code) => void exits.push(code));
    ending.come("quit");
    ending.ask("terminated");
    expect(exits).toEqual([]);
    ending.ask("interrupted");
    expect(exits).toEqual([130]);
  });
});
