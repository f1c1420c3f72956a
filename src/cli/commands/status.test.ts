import { chmod, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type FakeHostOptions, fakeHost } from "../../../test/fakes/cli-host.ts";
import type { Check } from "../diagnose.ts";
import type { ProviderStatus } from "../provider-status.ts";
import { doctor } from "./doctor.ts";
import { models } from "./models.ts";

const KEY = "key-0123456789";
const SERVERS = {
  "http://127.0.0.1:11434/api/tags": { models: [{ name: "llama3.3" }, { name: "qwen4" }] },
  "http://127.0.0.1:8000/v1/models": { data: [{ id: "big/model" }] },
};
let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "llm-chat-"));
});
afterEach(() => rm(folder, { recursive: true }));
const host = (options: FakeHostOptions = {}) => fakeHost({ cwd: folder, configDir: folder, ...options });

describe("llm-chat models", () => {
  const status = async (options: FakeHostOptions) => {
    const where = host(options);
    expect(await models({ json: true }, where)).toBe(0);
    expect(where.out()).not.toContain(KEY);
    const all = JSON.parse(where.out()) as ProviderStatus[];
    return (provider: string) => all.find((each) => each.provider === provider);
  };

  it("says which providers are ready, and what is missing for the others", async () => {
    const of = await status({ env: { GOOGLE_API_KEY: KEY }, servers: SERVERS });
    expect(of("google")).toMatchObject({ ready: true, key: "GOOGLE_API_KEY", fix: null });
    expect(of("openai")).toMatchObject({ ready: false, key: "OPENAI_API_KEY", fix: "set OPENAI_API_KEY" });
    expect(of("ollama")).toMatchObject({ ready: true, models: ["ollama/llama3.3", "ollama/qwen4"] });
    expect(of("vllm")).toMatchObject({ ready: true, models: ["vllm/big/model"] });
    expect(of("lmstudio")).toMatchObject({ ready: false, fix: "start it, or set LMSTUDIO_BASE_URL" });
    expect(of("demo")).toMatchObject({ ready: true });
  });

  it("lists the models of the config file, with what is wrong with them", async () => {
    await writeFile(
      path.join(folder, "config.yaml"),
      "models:\n  fast: {provider: openai, model: x}\n  play: {provider: demo, model: y}\n",
    );
    const of = await status({});
    expect(of("fast")?.ready).toBe(false);
    expect(of("fast")?.fix).toContain("set OPENAI_API_KEY");
    expect(of("play")).toMatchObject({ ready: true });
  });

  it("goes on where one provider is set up wrongly, and shows no password of an address", async () => {
    const of = await status({ env: { OPENAI_BASE_URL: "nonsense", XAI_BASE_URL: `https://me:${KEY}@x.example/v1` } });
    expect(of("openai")?.ready).toBe(false);
    expect(of("openai")?.fix).toContain("OPENAI_BASE_URL");
    expect(of("xai")).toMatchObject({ base_url: "https://x.example/v1" });
  });

  it("prints a table for people", async () => {
    const where = host({ env: { OPENAI_API_KEY: KEY }, servers: SERVERS });
    await models({}, where);
    const lines = where
      .out()
      .split("\n")
      .map((line) => line.replace(/ {2,}/g, " | "));
    expect(lines).toContain("PROVIDER | READY | WHY, OR HOW TO MEND IT | ADDRESS");
    expect(lines).toContain("openai | yes | OPENAI_API_KEY is set | https://api.openai.com/v1");
    expect(lines).toContain("ollama | yes | -m ollama/llama3.3, 1 more | http://127.0.0.1:11434/v1");
    expect(where.out()).not.toContain(KEY);
  });
});

describe("llm-chat doctor", () => {
  const check = async (options: FakeHostOptions, raw = {}) => {
    const where = host(options);
    const code = await doctor({ json: true, ...raw }, where);
    const all = JSON.parse(where.out()) as Check[];
    return { code, out: where.out(), of: (name: string) => all.find((each) => each.name === name) };
  };

  it("is content with a good terminal and no key at all", async () => {
    const { code, of } = await check({ terminal: { columns: 80, rows: 24 }, env: { LANG: "C.UTF-8", TERM: "xterm" } });
    expect(code).toBe(0);
    for (const name of ["Node", "terminal", "colors", "UTF-8", "log folder", "config", "demo"]) {
      expect(of(name)).toMatchObject({ status: "ok", fix: null });
    }
    expect(of("openai")).toMatchObject({ status: "missing", found: "no key", fix: "set OPENAI_API_KEY" });
    expect(of("ollama")).toMatchObject({ status: "missing", found: "no answer from http://127.0.0.1:11434/v1" });
  });

  it("says what a poor terminal lacks, which is no reason to fail", async () => {
    const { code, of } = await check({ terminal: { columns: 40, rows: 10 }, env: { NO_COLOR: "1", LANG: "C" } });
    expect(code).toBe(0);
    expect(of("terminal")).toMatchObject({ status: "missing", found: "40×10", fix: "make it 60×20 or larger" });
    expect(of("colors")).toMatchObject({ status: "missing", found: "NO_COLOR is set" });
    expect(of("UTF-8")).toMatchObject({ status: "missing" });
    expect((await check({})).of("terminal")).toMatchObject({ status: "missing" });
  });

  it("shows keys and servers that are there, and no key's value", async () => {
    const { out, of } = await check({ env: { OPENAI_API_KEY: KEY }, servers: SERVERS });
    expect(of("openai")).toMatchObject({ status: "ok", found: "OPENAI_API_KEY is set" });
    expect(of("ollama")).toMatchObject({ status: "ok", found: "2 models at http://127.0.0.1:11434/v1" });
    expect(out).not.toContain(KEY);
  });

  it.each([
    ["v20.20.2", "broken"],
    ["v22.18.0", "broken"],
    ["v22.19.0", "ok"],
    ["v24.0.0", "ok"],
  ])("takes Node %s for %s", async (nodeVersion, status) => {
    const { code, of } = await check({ nodeVersion });
    expect(of("Node")?.status).toBe(status);
    expect(code).toBe(status === "ok" ? 0 : 1);
  });

  it("fails where the log cannot be written", async () => {
    await writeFile(path.join(folder, "file"), "");
    await chmod(path.join(folder, "file"), 0o400);
    const { code, of } = await check({}, { logDir: "file/logs" });
    expect([code, of("log folder")?.status]).toEqual([1, "broken"]);
    expect((await check({}, { logDir: "not/yet/there" })).of("log folder")?.status).toBe("ok");
  });

  it("fails where the config file is wrong, and goes on with the rest", async () => {
    await writeFile(path.join(folder, "config.yaml"), "flor: open\n");
    const { code, of } = await check({});
    expect(code).toBe(1);
    expect(of("config")?.found).toContain('unknown key "flor"; did you mean "floor"?');
    expect(of("demo")?.status).toBe("ok");
  });

  it("prints a line each for people, with the fix behind it", async () => {
    const where = host({ nodeVersion: "v20.0.0" });
    expect(await doctor({}, where)).toBe(1);
    expect(where.out()).toMatch(/^✗ {2}Node +v20\.0\.0 → install Node 22\.19 or later$/m);
    expect(where.out()).toMatch(/^– {2}openai +no key → set OPENAI_API_KEY$/m);
    expect(where.out()).toContain("1 thing to mend (✗).");
  });
});
