import { describe, expect, it } from "vitest";
import { ManualClock } from "../../test/fakes/manual-clock.ts";
import { rangeBytes } from "./range-bytes.ts";

const log = new TextEncoder().encode("0123456789");

/** A server of `log`; the first answers are those of `troubles`. */
function stage(troubles: (Response | null)[] = [], ranges = true) {
  const clock = new ManualClock();
  const told: unknown[] = [];
  let requests = 0;
  const answer = (_url: unknown, init?: RequestInit): Promise<Response> => {
    requests++;
    const trouble = troubles.shift();
    if (trouble === null) return Promise.reject(new TypeError("Failed to fetch"));
    if (trouble !== undefined) return Promise.resolve(trouble);
    if (!ranges) return Promise.resolve(new Response(log));
    const [, from = "0", to = "0"] = /(\d+)-(\d+)/.exec(new Headers(init?.headers).get("range") ?? "") ?? [];
    const part = log.slice(Number(from), Number(to) + 1);
    if (part.length === 0)
      return Promise.resolve(new Response(null, { status: 416, headers: { "content-range": "bytes */10" } }));
    const headers = { "content-range": `bytes ${from}-${Number(from) + part.length - 1}/10` };
    return Promise.resolve(new Response(part, { status: 206, headers }));
  };
  const bytes = rangeBytes({
    ...{ url: "http://a/log", name: "a.jsonl", clock, random: () => 0, fetch: answer },
    onTrouble: (trouble) => told.push(trouble),
  });
  return { bytes, clock, told, requests: () => requests };
}

const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);

describe("a log by HTTP ranges", () => {
  it("[PAGE-6] is read where it is wanted", async () => {
    const { bytes } = stage();
    expect(await bytes.size()).toBe(10);
    expect(text(await bytes.read(3, 4))).toBe("3456");
    expect(text(await bytes.read(8, 100))).toBe("89");
    expect(await bytes.read(10, 5)).toHaveLength(0);
  });

  it("[PAGE-6] comes whole from a server that knows no ranges, and only once", async () => {
    const { bytes, requests } = stage([], false);
    expect(await bytes.size()).toBe(10);
    expect(text(await bytes.read(3, 4))).toBe("3456");
    expect(requests()).toBe(1);
  });

  it("[PAGE-6] is asked for again after a failure, and both are told", async () => {
    const { bytes, clock, told } = stage([null, new Response(null, { status: 503 })]);
    const read = bytes.read(0, 2);
    await clock.advance(1_000);
    await clock.advance(1_000);
    expect(text(await read)).toBe("01");
    expect(told).toMatchObject([{ attempt: 1, why: "the server cannot be reached" }, { attempt: 2 }, null]);
  });

  it("[PAGE-6] that is not there, or not for us, is said at once", async () => {
    const { bytes } = stage([new Response(null, { status: 404 })]);
    await expect(bytes.size()).rejects.toMatchObject({ code: "unreadable", message: expect.stringContaining("404") });
  });

  it("[PAGE-6] is not waited for any more when it was closed", async () => {
    const { bytes, clock } = stage([null]);
    const failure = bytes.size().catch((error: unknown) => String(error));
    await clock.advance(0);
    await bytes.close();
    expect(await failure).toContain("it was closed");
    expect(clock.pending).toBe(0);
  });
});
