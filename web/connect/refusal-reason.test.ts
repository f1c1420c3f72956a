import { describe, expect, it } from "vitest";
import { refusalReason } from "./refusal-reason.ts";

const target = { url: "ws://a:1/", room: "the attic", token: "t" };

describe("why one may not watch", () => {
  const asked: string[] = [];
  const answering = (status: number, body: unknown) => (address: string | URL | Request) => {
    asked.push(address instanceof Request ? address.url : String(address));
    return Promise.resolve(new Response(status === 204 ? null : JSON.stringify(body), { status }));
  };

  it("[PAGE-5] is what the server says when it is asked by HTTP", async () => {
    const refusal = { success: false, error: { code: "unauthorized", message: "no" } };
    expect(await refusalReason(target, answering(401, refusal))).toBe(
      "the server wants its token: add ?token=TOKEN to the address",
    );
    expect(asked).toEqual(["http://a:1/access?token=t&room=the+attic"]);
  });

  it.each([
    ["a server that lets it in", answering(204, null)],
    ["another kind of server", answering(404, "<html>")],
    ["a reason without words", answering(403, { error: { code: "constructor" } })],
    ["no server", () => Promise.reject(new TypeError("Failed to fetch"))],
  ])("[PAGE-5] is not known: %s", async (_what, fetch) => {
    expect(await refusalReason(target, fetch)).toBeNull();
  });
});
