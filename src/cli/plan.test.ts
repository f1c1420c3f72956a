import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type FakeHostOptions, fakeHost } from "../../test/fakes/cli-host.ts";
import { parseOptions, type RawOptions } from "./options.ts";
import { makePlan } from "./plan.ts";

const TERMINAL = { columns: 80, rows: 24 };
let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "llm-chat-"));
});
afterEach(() => rm(folder, { recursive: true }));

const plan = (raw: RawOptions, topic: string[] = [], host: FakeHostOptions = {}) =>
  makePlan(parseOptions(topic, raw), fakeHost({ cwd: folder, configDir: folder, ...host }));

describe("makePlan", () => {
  it("has a default for everything", async () => {
    const { agents, secrets, ...rest } = await plan({}, ["Tea?"]);
    expect(agents.map(({ name }) => name)).toEqual(["Ada", "Boole", "Curie"]);
    expect(secrets()).toEqual([]);
    expect(rest).toEqual({
      topic: "Tea?",
      instruction: null,
      constantMsg: null,
      floor: "open",
      appendLimit: 1000,
      interrupt: "boundary",
      plainText: "push",
      maxOutputTokens: 8192,
      limits: { messages: 100, turns: null, minutes: null, tokens: null, costUsd: null, nudges: 3 },
      logDir: path.join(folder, "logs"),
      seed: 500_000,
      served: null,
      speed: 1,
      output: "plain",
      color: null,
      websocket: { port: 8080, asked: false, allowOrigins: [] },
      debug: false,
      why: [expect.stringContaining("demo agents talk")],
    });
  });

  it("lets flags win over the scenario, the scenario over the config, the config over the defaults", async () => {
    await writeFile(
      path.join(folder, "config.yaml"),
      "floor: stick\nappend_limit: 10\nspeed: 10\nlog_dir: elsewhere\nlimits: {turns: 10, tokens: 10, nudges: 10}\n",
    );
    await writeFile(
      path.join(folder, "s.yaml"),
      "topic: Scenes\nmsg: From the file.\nappend_limit: 20\nspeed: 20\nlimits: {turns: 20, nudges: 0}\nagents: [{name: A, model: demo/a}, {name: B, model: demo/b}]\n",
    );
    const made = await plan({ scenario: "s.yaml", speed: "30", maxTurns: "0", msg: "From the flag." });
    expect(made).toMatchObject({
      topic: "Scenes",
      instruction: "From the flag.",
      floor: "stick",
      appendLimit: 20,
      speed: 30,
      interrupt: "boundary",
      logDir: path.join(folder, "elsewhere"),
      limits: { turns: null, tokens: 10, nudges: 0, messages: 100 },
    });
    expect((await plan({ scenario: "s.yaml" }, ["Mine"])).topic).toBe("Mine");
  });

  it("makes agents of a folder of personas", async () => {
    await writeFile(path.join(folder, "1.json"), '{"username": "Jim", "interest": "pranks"}');
    await writeFile(path.join(folder, "2.json"), '{"username": "Pam", "interest": "art"}');
    const { agents } = await plan({ expDir: ".", model: ["demo/x"] });
    expect(agents.map(({ name, persona, displayModel }) => [name, persona, displayModel])).toEqual([
      ["Jim", "You are interested in: pranks", "demo/x"],
      ["Pam", "You are interested in: art", "demo/x"],
    ]);
  });

  it("draws on the full screen only where a person sits at both ends", async () => {
    const outputOf = async (raw: RawOptions, host: FakeHostOptions) => (await plan(raw, ["x"], host)).output;
    expect(await outputOf({}, { terminal: TERMINAL })).toBe("tui");
    expect(await outputOf({}, { terminal: TERMINAL, env: { TERM: "dumb" } })).toBe("plain");
    expect(await outputOf({ plain: true }, { terminal: TERMINAL })).toBe("plain");
    expect(await outputOf({ json: true }, { terminal: TERMINAL })).toBe("json");
    expect(await outputOf({ quiet: true }, {})).toBe("quiet");
  });

  it("says so where it had to find a topic", async () => {
    expect((await plan({})).why.at(-1)).toBe("No topic is given, so they get one of ours.");
  });

  it("refuses a cost limit that it could not keep, and names the flag that sets a price", async () => {
    const host = { env: { OPENAI_API_KEY: "key-0123456789" } };
    const model = ["openai/gpt-6.1-sol"];
    await expect(plan({ maxCost: "1", model }, ["x"], host)).rejects.toThrow(
      "the price of openai/gpt-6.1-sol is unknown, so --max-cost could not be kept; set it with --price openai/gpt-6.1-sol=IN/OUT (USD per million tokens)",
    );
    const { agents, limits } = await plan({ maxCost: "1", model, price: ["openai/gpt-6.1-sol=3/15"] }, ["x"], host);
    expect([agents[0]?.price, limits.costUsd]).toEqual([{ input: 3, output: 15 }, 1]);
    expect((await plan({ maxCost: "1" }, ["x"])).limits.costUsd).toBe(1);
    expect((await plan({ maxCost: "0", model }, ["x"], host)).limits.costUsd).toBeNull();
  });

  it("shows no key to those who print the plan, but tells the log what to hide", async () => {
    const made = await plan({ model: ["openai/gpt-6-sol"] }, ["x"], { env: { OPENAI_API_KEY: "key-0123456789" } });
    expect(JSON.stringify(made)).not.toContain("key-0123456789");
    expect(made.secrets()).toEqual(["key-0123456789"]);
  });
});
