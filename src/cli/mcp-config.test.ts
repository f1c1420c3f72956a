import { execFileSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import { fakeHost } from "../../test/fakes/cli-host.ts";
import { main } from "./main.ts";

const NAME = `O'Hara "the $HOME \\ one" 雪`;
const URL = "http://127.0.0.1:8894/rooms/debate";

async function printed(host: string, ...args: string[]) {
  const machine = fakeHost();
  const code = await main(["mcp", "--print-config", host, ...args], machine);
  return { code, out: machine.out(), err: machine.err() };
}

/** What comes first in the output that is JSON. */
function jsonOf(out: string): unknown {
  return JSON.parse(out.slice(out.indexOf("\n{")));
}

describe("llm-chat mcp --print-config", () => {
  it("[MCP-10] claude: a line for the shell and JSON, with the words of this invocation", async () => {
    const { code, out, err } = await printed(
      "claude",
      "--url",
      URL,
      "--room",
      "tea",
      "--as",
      "Ada",
      "--token",
      "s3cret",
    );
    expect([code, err]).toEqual([0, ""]);
    expect(out).toContain(
      `\nclaude mcp add llm-chat -e LLM_CHAT_TOKEN=s3cret -- npx -y llm-chat mcp --url=${URL} --room=tea --as=Ada\n`,
    );
    expect(jsonOf(out)).toEqual({
      mcpServers: {
        "llm-chat": {
          command: "npx",
          args: ["-y", "llm-chat", "mcp", `--url=${URL}`, "--room=tea", "--as=Ada"],
          env: { LLM_CHAT_TOKEN: "s3cret" },
        },
      },
    });
  });

  it("[MCP-10] any name comes through the shell as it was given", async () => {
    const { out } = await printed("claude", "--url", URL, "--as", NAME);
    const line = out.split("\n").find((each) => each.startsWith("claude mcp add")) ?? "";
    const words = execFileSync("sh", ["-c", `printf '%s\\n' ${line.replace(/^claude mcp add /, "")}`], {
      encoding: "utf8",
    });
    expect(words.split("\n").slice(0, -1).at(-1)).toBe(`--as=${NAME}`);
  });

  it("[MCP-10] gemini: settings.json with a time limit above the longest call", async () => {
    const { out } = await printed("gemini", "--url", URL, "--as", NAME);
    expect(jsonOf(out)).toEqual({
      mcpServers: {
        "llm-chat": {
          command: "npx",
          args: ["-y", "llm-chat", "mcp", `--url=${URL}`, `--as=${NAME}`],
          timeout: 60_000,
        },
      },
    });
  });

  it("[MCP-10] codex: config.toml, strings escaped", async () => {
    const { out } = await printed("codex", "--url", URL, "--as", NAME, "--token", "s3cret");
    const args = ["-y", "llm-chat", "mcp", `--url=${URL}`, `--as=${NAME}`].map((word) => JSON.stringify(word));
    expect(out.split("\n").slice(2)).toEqual([
      "[mcp_servers.llm-chat]",
      'command = "npx"',
      `args = [${args.join(", ")}]`,
      "startup_timeout_sec = 60",
      "tool_timeout_sec = 60",
      "",
      "[mcp_servers.llm-chat.env]",
      'LLM_CHAT_TOKEN = "s3cret"',
      "",
    ]);
  });

  it("[MCP-10] opencode: opencode.json, the command in one list", async () => {
    const { out } = await printed("opencode", "--url", URL, "--token", "s3cret");
    expect(jsonOf(out)).toEqual({
      mcp: {
        "llm-chat": {
          type: "local",
          command: ["npx", "-y", "llm-chat", "mcp", `--url=${URL}`],
          environment: { LLM_CHAT_TOKEN: "s3cret" },
          enabled: true,
          timeout: 60_000,
        },
      },
    });
  });

  it("[MCP-10] says that without a server the room is the host's own", async () => {
    const { code, err } = await printed("claude");
    expect(code).toBe(0);
    expect(err).toMatch(/^llm-chat: without --url every host is alone[^\n]*llm-chat serve[^\n]*\n$/);
  });

  it.each([
    [["emacs"], /"emacs".*claude, gemini, codex, opencode/],
    [["toString"], /"toString".*claude, gemini, codex, opencode/],
    [["claude", "--url", "ftp://x"], /ftp/],
    [["claude", "--room", "No Room"], /"No Room" cannot be a room's name/],
    [["claude", "--as", "Server"], /--as: /],
    [["claude", "--as", " "], /--as is empty/],
    [["claude", "--token", "with space"], /--token/],
  ])("[MCP-10] what cannot be right is said instead: %j", async ([host = "", ...args], problem) => {
    const { code, out, err } = await printed(host, ...args);
    expect([code, out]).toEqual([2, ""]);
    expect(err).toMatch(problem);
    expect(err).toMatch(/^llm-chat: [^\n]+\n$/);
  });
});
