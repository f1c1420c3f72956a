import { describe, expect, it } from "vitest";
import { httpProbe } from "./process-host.ts";

const answering = (answer: () => Response) => httpProbe(() => Promise.resolve().then(answer));

describe("httpProbe", () => {
  it("is the JSON of a server that answers", async () => {
    expect(await answering(() => Response.json({ models: [] }))("http://box", 500)).toEqual({ models: [] });
  });

  it("is null where the server refuses, says something else, or is not there", async () => {
    const refuses = answering(() => Response.json({}, { status: 500 }));
    const saysHtml = answering(() => new Response("<html>"));
    const isAway = answering(() => {
      throw new TypeError("fetch failed");
    });
    for (const probe of [refuses, saysHtml, isAway]) expect(await probe("http://box", 500)).toBeNull();
  });

  it("gives up in time, and follows no redirect", async () => {
    const seen: RequestInit[] = [];
    const probe = httpProbe((_input, init) => {
      seen.push(init ?? {});
      return Promise.reject(new TypeError("unexpected redirect"));
    });
    expect(await probe("http://box", 500)).toBeNull();
    expect(seen[0]?.redirect).toBe("error");
    expect(seen[0]?.signal).toBeInstanceOf(AbortSignal);
  });
});
