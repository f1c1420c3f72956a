import { describe, expect, it } from "vitest";
import { logProblems, ofType } from "./support/log-checks.ts";
import { runCli } from "./support/run-cli.ts";
import { answer, KEYS, NAMES, openVendors, type VendorStage, WIRES } from "./support/vendor-stage.ts";

const says = (text: string) => [["append", { text }], ["push"]] as const;

describe("three vendors in one room", () => {
  it("[WIRE-1] talk, refuse and revise over real HTTP; requests only grow; no key is seen", async () => {
    const stage: VendorStage = await openVendors({
      responses: [
        // Ann writes while Bob's message comes in: she must be refused.
        async (exchange) => {
          await stage.asked("anthropic", 2);
          answer(exchange, says("I shall open this debate."), 1);
        },
        [["undo"], ["append", { text: "Bob was first;" }], ["append", { text: "I agree with him." }], ["push"]],
      ],
      anthropic: [
        says("Tea is older than coffee."),
        [["check"]],
        async (exchange) => {
          await stage.asked("chat-completions", 4);
          answer(exchange, [["check"]], 3);
        },
        says("By four thousand years."),
      ],
      "chat-completions": [
        [["check"]],
        // And Cat while Ann's does; she sends what she wrote all the same, once she has read it.
        async (exchange) => {
          await stage.asked("responses", 3);
          answer(exchange, says("Older is not better."), 2);
        },
        [["preview"], ["push"]],
      ],
    });
    const { code, stdout, stderr, log } = await runCli([...stage.args, "Tea or coffee?"], stage.env);
    expect(stderr).toContain("Ended: everybody was waiting");
    expect(code).toBe(0);

    const { records } = log;
    expect(logProblems(records)).toEqual([]);
    const refused = ofType(records, "tool_response").filter(({ reason }) => reason === "unseen_messages");
    expect(refused.map(({ user }) => user)).toEqual(["Ann", "Cat"]);
    const said = ofType(records, "chat").map(({ user, content }) => `${user}    | ${content}\n`);
    expect(said).toEqual([
      "Bob    | Tea is older than coffee.\n",
      "Ann    | Bob was first; I agree with him.\n",
      "Cat    | Older is not better.\n",
      "Bob    | By four thousand years.\n",
    ]);
    for (const line of said) expect(stdout).toContain(line);

    for (const wire of WIRES) {
      const bodies = stage.bodies[wire];
      expect(bodies.length, NAMES[wire]).toBeGreaterThanOrEqual(4);
      for (const [index, body] of bodies.entries()) {
        const before = bodies[index - 1];
        if (before === undefined) continue;
        // All of it, byte for byte, but the brackets at its end: what the vendors' caches count by.
        const open = before.replace(/[\]}]+$/, "");
        expect(body.slice(0, open.length), `${NAMES[wire]}, request ${index + 1}`).toBe(open);
      }
    }
    for (const key of Object.values(KEYS)) expect(stdout + stderr + log.text).not.toContain(key);
  });
});
