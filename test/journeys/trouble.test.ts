import { type AddressInfo, createServer } from "node:net";
import { describe, expect, it } from "vitest";
import { framesOf } from "../fakes/wire-frames.ts";
import { logProblems, ofType } from "./support/log-checks.ts";
import { runCli } from "./support/run-cli.ts";
import { answer, KEY_VARIABLES, KEYS, NAMES, openVendors, type Step, WIRES } from "./support/vendor-stage.ts";

/** Vendors quote the key they refuse. */
const refusesKey: Step = ({ reply, wire }) =>
  reply(401, JSON.stringify({ error: { type: "authentication_error", message: `Incorrect API key: ${KEYS[wire]}` } }));
const says = (text: string): Step => [["append", { text }], ["push"]];
const TEA = says("Tea, of course.");
const COFFEE = says("Rather coffee.");

describe("trouble with a vendor", () => {
  it.each(WIRES)("[TROUBLE-1] a key that %s refuses stops that agent alone, and is never shown", async (wire) => {
    const [one, other] = WIRES.filter((each) => each !== wire) as [(typeof WIRES)[0], (typeof WIRES)[1]];
    const stage = await openVendors({ [wire]: [refusesKey], [one]: [TEA], [other]: [[["check"]], COFFEE] });
    const { code, stdout, stderr, log } = await runCli([...stage.args, "Tea or coffee?"], stage.env);
    expect(code).toBe(0);
    expect(stage.bodies[wire]).toHaveLength(1);
    const reason = `${NAMES[wire]}    | ! has stopped: `;
    const line = stdout.split("\n").find((each) => each.startsWith(reason)) ?? "";
    expect(line).toContain("the API key was refused");
    expect(line).toContain(`Set ${KEY_VARIABLES[wire]} to a valid key.`);
    expect(stderr).toContain(`${NAMES[wire]} stopped: `);
    const { records } = log;
    expect(logProblems(records)).toEqual([]);
    expect(ofType(records, "chat").map(({ user }) => user)).toEqual([NAMES[one], NAMES[other]]);
    for (const key of Object.values(KEYS)) expect(stdout + stderr + log.text).not.toContain(key);
  });

  it("[TROUBLE-2] where all keys are refused nobody can talk: exit code 3", async () => {
    const stage = await openVendors({
      responses: [refusesKey],
      anthropic: [refusesKey],
      "chat-completions": [refusesKey],
    });
    const { code, stdout, stderr, log } = await runCli([...stage.args, "Tea or coffee?"], stage.env);
    expect(code).toBe(3);
    expect(stderr).toContain("Ended: no agent could go on");
    for (const variable of Object.values(KEY_VARIABLES)) expect(stderr).toContain(variable);
    expect(logProblems(log.records)).toEqual([]);
    expect(stdout + stderr + log.text).not.toContain("Zq7");
  });

  it("[TROUBLE-3] a rate limit, a failing server, a reset and a stream cut in mid-token are tried again", async () => {
    const limited: Step = ({ reply }) =>
      reply(429, JSON.stringify({ error: { message: "slow down" } }), { "retry-after-ms": "1" });
    const failing: Step = ({ reply }) => reply(500, JSON.stringify({ error: { message: "oops" } }));
    const reset: Step = ({ cut }) => cut();
    const cutShort: Step = (exchange) => {
      const frames = framesOf(exchange.wire);
      exchange.send(frames.open() + frames.call("call_cut", "append", '{"text":"Tea, of cou').slice(0, -3));
      exchange.cut();
    };
    const silent: Step = ({ end }) => end();
    const stage = await openVendors({
      responses: [limited, cutShort, TEA],
      anthropic: [cutShort, (exchange) => answer(exchange, [["check"]], 1), COFFEE],
      "chat-completions": [failing, reset, silent, [["check"]]],
    });
    const { code, stdout, stderr, log } = await runCli([...stage.args, "Tea or coffee?"], stage.env);
    expect(stderr).toContain("Ended: everybody was waiting");
    expect(code).toBe(0);
    const { records } = log;
    expect(logProblems(records)).toEqual([]);
    // Who was cut off in mid-word has said it once, and whole.
    expect(ofType(records, "chat").map(({ user, content }) => [user, content])).toEqual([
      ["Ann", "Tea, of course."],
      ["Bob", "Rather coffee."],
    ]);
    const retries = ofType(records, "error");
    expect(retries.map(({ kind }) => kind)).toEqual(retries.map(() => "retry"));
    const by = (name: string) => retries.filter(({ user }) => user === name).length;
    expect({ Ann: by("Ann"), Bob: by("Bob"), Cat: by("Cat") }).toEqual({ Ann: 2, Bob: 1, Cat: 3 });
    expect(stdout).toMatch(/^Ann {4}\| ! .*the rate limit is reached.* \(again in \d\.\d s\)$/m);
    expect(stdout).toMatch(/^Cat {4}\| ! .*the provider failed.* \(again in \d\.\d s\)$/m);
    // An attempt is the same request again.
    const [first, second] = stage.bodies.anthropic;
    expect(second).toBe(first);
  });

  it("[TROUBLE-4] a server that is not there is named, and asked again", async () => {
    const address = await deadAddress();
    const server = ["--base-url", `${address}/v1`, "-m", "some-model"];
    const { code, stdout } = await runCli([...server, "--plain", "--max-minutes", "0.02", "Tea"]);
    expect(code).toBe(12);
    expect(stdout).toContain(`nothing answers at ${address}/v1 (ECONNREFUSED`);
    expect(stdout).toMatch(/Is the server running there\? \(again in \d\.\d s\)/);
  });
});

/** An address of this machine where nothing listens. */
async function deadAddress(): Promise<string> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return `http://127.0.0.1:${port}`;
}
