import { describe, expect, it } from "vitest";
import { fakeHost } from "../../test/fakes/cli-host.ts";
import { reportError } from "./error-line.ts";
import { UsageError } from "./usage-error.ts";

const report = (error: unknown, debug = false) => {
  const host = fakeHost({
    env: { OPENAI_API_KEY: "sk-0123456789", BOX_TOKEN: "sk-0123456789-longer", HOME: "/home/me" },
  });
  const code = reportError(error, host, debug);
  return { code, text: host.err() };
};

describe("reportError", () => {
  it("is one line and exit code 2 for what the person can put right", () => {
    expect(report(new UsageError("that is wrong; do this"))).toEqual({
      code: 2,
      text: "llm-chat: that is wrong; do this\n",
    });
  });

  it("is one line and exit code 1 for anything else, whatever was thrown", () => {
    expect(report(new TypeError("x is\nundefined"))).toEqual({
      code: 1,
      text: "llm-chat: unexpected failure: x is⏎undefined (--debug shows more)\n",
    });
    expect(report("just text").text).toContain("just text");
  });

  it("shows the stack only with --debug", () => {
    expect(report(new Error("x")).text).not.toContain("error-line.test.ts");
    expect(report(new Error("x"), true).text).toContain("error-line.test.ts");
  });

  it("shows no secret of the environment, not even in the stack or as a part of another one", () => {
    const { text } = report(new Error("401 for sk-0123456789-longer and sk-0123456789 in /home/me"), true);
    expect(text).not.toContain("0123456789");
    expect(text).not.toContain("-longer");
    expect(text).toContain("[redacted] and [redacted] in /home/me");
  });

  it("lets no file name or file content reach the terminal as a control sequence", () => {
    const { text } = report(new UsageError("\u001b[2J\u001b]52;c;ZXZpbA==\u0007bad\u202ename\r\nforged: line"));
    expect(text).toBe("llm-chat: badname⏎forged: line\n");
  });
});
