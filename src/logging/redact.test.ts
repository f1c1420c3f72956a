import { describe, expect, it } from "vitest";
import { createRedactor } from "./redact.ts";

const redactor = createRedactor({ env: {} });

describe("[LOG-4] redaction", () => {
  it("hides the values of environment variables whose name says secret", () => {
    const { text } = createRedactor({
      env: {
        MY_API_KEY: "abcdefgh",
        GITHUB_TOKEN: "token.with*syntax(",
        DB_PASSWORD: "hunter2hunter2",
        CLIENT_SECRET_2: "s3cr3t-value",
        HOME: "/home/somebody",
        KEYBOARD_LAYOUT: "dvorak-intl",
        SHORT_KEY: "abc",
        EMPTY_KEY: "",
        UNSET_KEY: undefined,
      },
    });
    expect(text("abcdefgh token.with*syntax( hunter2hunter2 s3cr3t-value")).toBe(
      "[redacted] [redacted] [redacted] [redacted]",
    );
    expect(text("/home/somebody dvorak-intl abc")).toBe("/home/somebody dvorak-intl abc");
  });

  it("hides extra keys, the longest first", () => {
    const { text } = createRedactor({ env: { A_KEY: "abcdefgh" }, extraKeys: ["abcdefgh-and-more", "tiny"] });
    expect(text("abcdefgh-and-more, tiny")).toBe("[redacted], tiny");
  });

  it.each([
    "sk-proj-abcDEF0123456789_-xyz",
    "sk-ant-api03-abcDEF0123456789",
    "sk-or-v1-0123456789abcdef0123",
    "xai-abcdefghijklmnop0123",
    "gsk_abcdefghijklmnop0123",
    "ghp_abcdefghijklmnopqrst0123456789ABCDEF",
    "github_pat_11ABCDEFG0abcdefghij_klmn",
    "AIzaSyA0123456789abcdefghijklmnopqrstuv",
  ])("knows the shape of %s, wherever a word can begin", (key) => {
    for (const before of ["", "key=", '"', "Bearer ", "\n", "\\n", '{\\"text\\":\\"', "\\u000a"]) {
      expect(redactor.text(`${before}${key} tail`)).toBe(`${before}[redacted] tail`);
    }
  });

  it("hides bearer tokens and leaves the word in prose", () => {
    expect(redactor.text("Authorization: Bearer abc.def-123456")).toBe("Authorization: Bearer [redacted]");
    const prose = "the bearer certificate; task-oriented sk-1; I asked ghp_ and risk-taking-behaviour-of-people";
    expect(redactor.text(prose)).toBe(prose);
  });

  it("leaves a signature alone that holds the shape by chance", () => {
    const signature = "gAAAAABo_xsk-0123456789abcdefghijkAIza0123456789abcdefghijklmnopqrstuvw";
    expect(redactor.text(signature)).toBe(signature);
  });

  it("hides a value also inside JSON, twice encoded, and in a URL", () => {
    const secret = 'pass"word\\with/all&';
    const { text } = createRedactor({ env: { SOME_PASSWORD: secret } });
    const once = JSON.stringify({ text: secret });
    expect(text(once)).toBe('{"text":"[redacted]"}');
    expect(text(JSON.stringify({ arguments: once }))).not.toContain("word");
    expect(text(`?p=${encodeURIComponent(secret)}`)).toBe("?p=[redacted]");
  });

  it("goes through records: strings and keys, nested, and copies only what it changes", () => {
    const { value } = createRedactor({ env: { A_KEY: "abcdefgh" } });
    const clean = { list: [1, null, { deep: "text" }], flag: true };
    expect(value(clean)).toBe(clean);
    const record = JSON.parse('{"abcdefgh":1,"a":["x abcdefgh",{"__proto__":"abcdefgh"}],"clean":{"b":2}}');
    const redacted = value(record);
    expect(JSON.stringify(redacted)).toBe(
      '{"[redacted]":1,"a":["x [redacted]",{"__proto__":"[redacted]"}],"clean":{"b":2}}',
    );
    expect(redacted.clean).toBe(record.clean);
    expect(JSON.stringify(record)).toContain("abcdefgh");
  });

  it("is not brought down by data nested without end", () => {
    const deep: unknown = JSON.parse(`${"[".repeat(5_000)}1${"]".repeat(5_000)}`);
    expect(JSON.stringify(redactor.value(deep))).toContain("[nested too deep]");
  });
});
