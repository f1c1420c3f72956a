import { afterEach, describe, expect, it } from "vitest";
import { closeApps, openApp, refusal, type Sent } from "../../../test/fakes/app-stage.ts";
import { SERVER_LIMITS } from "../http-api.ts";

afterEach(closeApps);

const JSON_TYPE = { "content-type": "application/json" };

async function send(body: Sent, headers: Readonly<Record<string, string>> = JSON_TYPE) {
  const app = await openApp();
  await app.meet("Ada");
  return app.ask("POST", "/send", { body, headers });
}

/** A body that comes in pieces and does not say how long it is. */
function inPieces(size: number, onPull: () => void = () => {}): ReadableStream<Uint8Array<ArrayBuffer>> {
  let left = size;
  return new ReadableStream({
    pull(controller) {
      onPull();
      if (left <= 0) return controller.close();
      controller.enqueue(new Uint8Array(Math.min(left, 65_536)).fill(0x20));
      left -= 65_536;
    },
  });
}

describe("what a body has to be", () => {
  it.each([
    "application/json",
    "application/json; charset=utf-8",
    'Application/JSON ;charset="UTF-8"',
    "application/json;x=y",
  ])("[HTTP-6] %s is taken", async (type) => {
    const answer = await send('{"username":"Ada","message":"hi"}', { "content-type": type });
    expect(answer).toMatchObject({ status: 200 });
  });

  it.each([
    "text/plain",
    "application/x-www-form-urlencoded",
    "multipart/form-data; boundary=x",
    "application/jsonp",
    "text/json",
    "application/json; charset=latin1",
    "",
  ])("[HTTP-6] %j is not: unsupported_media_type", async (type) => {
    const answer = await send('{"username":"Ada","message":"hi"}', { "content-type": type });
    expect(answer).toMatchObject(refusal("unsupported_media_type"));
  });

  it("[HTTP-6] without a kind it is not taken either", async () => {
    const answer = await send(new TextEncoder().encode('{"username":"Ada","message":"hi"}'), {});
    expect(answer).toMatchObject(refusal("unsupported_media_type"));
  });

  it.each([
    "",
    " ",
    "{",
    '{"username":"Ada"',
    "undefined",
    "{'a':1}",
    '{"a":1}{',
    "NaN",
    '{"a":01}',
    "\u0000",
    '{"a":"\n"}',
  ])("[HTTP-6] %j is no JSON: malformed_json, and nothing of it comes back", async (body) => {
    const answer = await send(body);
    expect(answer).toMatchObject(refusal("malformed_json"));
    expect(answer.text).toContain("The body is no JSON");
  });

  it.each([
    "null",
    "7",
    '"Ada"',
    "[]",
    "[{}]",
    "{}",
    '{"username":"Ada"}',
    '{"__proto__":{"username":"Ada","message":"x"}}',
  ])("[HTTP-5] %s is JSON, but not what is asked for", async (body) =>
    expect(await send(body)).toMatchObject(refusal("invalid_request")),
  );

  it("[HTTP-3] what is not known is ignored, and a byte order mark too", async () => {
    const body = '\ufeff{"username":"Ada","message":"hi","extra":{"a":[1]},"__proto__":{"x":1},"constructor":1}';
    expect(await send(body)).toMatchObject({ status: 200 });
    expect(({} as Record<string, unknown>)["x"]).toBeUndefined();
  });

  it.each([
    [0xff, 0xfe],
    [0xc3, 0x28],
    [0xed, 0xa0, 0x80],
    [0xf4, 0x90, 0x80, 0x80],
    [0xc0, 0x80],
  ])("[HTTP-6] bytes that are no UTF-8 are not guessed at", async (...bytes: number[]) => {
    const before = new TextEncoder().encode('{"username":"Ada","message":"');
    const after = new TextEncoder().encode('"}');
    expect(await send(new Uint8Array([...before, ...bytes, ...after]))).toMatchObject(refusal("malformed_json"));
  });
});

describe("how much a body may be", () => {
  it("[HTTP-6] 32 deep is taken, 33 is not, however long it goes on", async () => {
    const nested = (depth: number) =>
      `{"username":"Ada","message":"[[[","extra":${"[".repeat(depth - 1)}${"]".repeat(depth - 1)}}`;
    expect(await send(nested(SERVER_LIMITS.depth))).toMatchObject({ status: 200 });
    expect(await send(nested(SERVER_LIMITS.depth + 1))).toMatchObject(refusal("malformed_json"));
    expect(await send("[".repeat(1_000_000))).toMatchObject(refusal("malformed_json"));
    expect(await send('{"a":'.repeat(200_000))).toMatchObject(refusal("malformed_json"));
  });

  it("[HTTP-6] a body of the whole size is taken, one byte more is not", async () => {
    const body = '{"username":"Ada","message":"hi"}';
    expect(await send(body.padEnd(SERVER_LIMITS.bodyBytes, " "))).toMatchObject({ status: 200 });
    expect(await send(body.padEnd(SERVER_LIMITS.bodyBytes + 1, " "))).toMatchObject(refusal("body_too_large"));
  });

  it("[HTTP-6] what announces itself as too large is not read at all", async () => {
    const headers = { ...JSON_TYPE, "content-length": String(SERVER_LIMITS.bodyBytes + 1) };
    expect(await send("{}", headers)).toMatchObject(refusal("body_too_large"));
  });

  it("[HTTP-6] what does not say how large it is is measured as it comes, and read no further", async () => {
    let pulls = 0;
    const answer = await send(inPieces(1e12, () => pulls++));
    expect(answer).toMatchObject(refusal("body_too_large"));
    expect(pulls).toBeLessThan(30);
  });

  it("[HTTP-5] a body that breaks off is no fault of the server", async () => {
    const broken = new ReadableStream<Uint8Array<ArrayBuffer>>({
      start(controller) {
        controller.enqueue(new TextEncoder().encode('{"user'));
        controller.error(new Error("the line is cut"));
      },
    });
    expect(await send(broken)).toMatchObject(refusal("invalid_request"));
  });
});
