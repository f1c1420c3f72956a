import { describe, expect, it } from "vitest";
import { type Endpoint, modelErrorOf, streamErrorOf } from "./errors.ts";

const endpoint: Endpoint = {
  id: "some/m",
  model: "m",
  baseUrl: "https://api.example.com/v1",
  secrets: ["a-key-of-eight"],
  keyNeeded: false,
};

const told = (failure: unknown, at: Partial<Endpoint> = {}) => modelErrorOf(failure, { ...endpoint, ...at }, 0);
const withCause = (code: string) =>
  new Error("Connection error.", {
    cause: new TypeError("fetch failed", { cause: Object.assign(new Error(code), { code }) }),
  });

describe("an error of a model call", () => {
  it.each([
    [402, {}, "auth", false],
    [403, {}, "auth", false],
    [408, {}, "server", true],
    [413, {}, "context_full", false],
    [503, {}, "overloaded", true],
    [429, { message: "Request too large: context window" }, "rate_limit", true],
    [400, { message: "Your credit balance is too low to access the API" }, "auth", false],
    [400, { code: "context_length_exceeded", message: "too long" }, "context_full", false],
    [
      500,
      { type: "exceed_context_size_error", message: "the request exceeds the available context size" },
      "context_full",
      false,
    ],
  ])("%i %o is %s", (status, error, kind, retryable) => {
    expect(told(Object.assign(new Error(), { status, error }))).toMatchObject({ kind, retryable, status });
  });

  it.each([
    ["ECONNRESET", true],
    ["ENOTFOUND", true],
    ["UND_ERR_SOCKET", true],
    ["CERT_HAS_EXPIRED", false],
    ["DEPTH_ZERO_SELF_SIGNED_CERT", false],
  ])("%s is found down the chain of causes", (code, retryable) => {
    const error = told(withCause(code));
    expect(error).toMatchObject({ kind: "network", retryable });
    expect(error.message).toContain(code);
  });

  it("a fault of the program is no reason to try again", () => {
    expect(told(new TypeError("x is not a function"))).toMatchObject({ kind: "unknown", retryable: false });
  });

  it("half an event is a cut answer", () => {
    expect(told(new SyntaxError("Unexpected end of JSON input"))).toMatchObject({ kind: "cut", retryable: true });
  });

  it("OpenRouter's code in the stream is the status of the model behind it, whose own words are shown", () => {
    const error = streamErrorOf(
      { code: 429, message: "Provider returned error", metadata: { raw: "too fast" } },
      endpoint,
    );
    expect(error).toMatchObject({ kind: "rate_limit", status: 429 });
    expect(error.message).toContain("too fast");
  });

  it("an error in the stream that has no name can be tried again", () => {
    expect(streamErrorOf("something", endpoint)).toMatchObject({ kind: "server", retryable: true });
  });

  it.each([
    "a-key-of-eight",
    "sk-proj-abc123def456",
    "sk-ant-api03-xxxxxxxx",
    "sk-or-v1-0123456789",
    "sk-abc***********wxyz",
    "AIzaSyA1234567890",
    "Bearer eyJhbGciOi.x.y",
    "https://user:password@host",
  ])("%s is not in the message", (secret) => {
    const error = told(Object.assign(new Error(), { status: 401, error: { message: `bad key: ${secret}` } }));
    for (const part of secret.split(/\/\/|@| /).filter((piece) => piece.length > 6))
      expect(error.message).not.toContain(part);
    expect(error.message).toContain("[redacted]");
  });

  it("a password in the base URL is not in the message either", () => {
    const error = told(withCause("ECONNREFUSED"), { baseUrl: "http://me:hunter22@localhost:1/v1" });
    expect(error.message).toContain("Is the server running there?");
    expect(error.message).not.toContain("hunter22");
  });

  it("is one short line, whatever the server sent", () => {
    const message = `\u001b[31m${"long\n\u202e".repeat(500)}`;
    const error = told(Object.assign(new Error(), { status: 400, error: { message } }));
    expect(error.message).toMatch(/^[^\p{C}]{1,600}$/u);
  });
});
