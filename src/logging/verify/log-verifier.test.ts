import { readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { type DemoTalkOptions, demoTalk } from "../../../test/fakes/demo-talk.ts";
import { Random } from "../../../test/interleavings/random.ts";
import { MutableLog } from "../../../test/mutations/mutable-log.ts";
import { MUTATIONS } from "../../../test/mutations/mutations.ts";
import { WildProvider } from "../../../test/mutations/wild-provider.ts";
import { LogDecoder } from "../log-decoder.ts";
import type { LogRecord } from "../record.ts";
import { LogVerifier, proofLines, type Verdict, type Violation } from "./index.ts";

const root = join(import.meta.dirname, "../../..");
const encoder = new TextEncoder();

function verify(text: string): { violations: Violation[]; verdict: Verdict } {
  const decoder = new LogDecoder();
  const verifier = new LogVerifier();
  const items = [...decoder.push(encoder.encode(text)), ...decoder.end()];
  const violations = items.flatMap((item) => verifier.read(item));
  const end = verifier.end();
  return { violations: [...violations, ...end.violations], verdict: end.verdict };
}

const shown = ({ violations }: { violations: readonly Violation[] }) =>
  violations.map(({ line, rule, message }) => `${line} ${rule}: ${message}`);

type DemoLimits = NonNullable<DemoTalkOptions["limits"]>;

/** Real rooms and agent loops: refusals, second thoughts, interruptions, cuts, the stick, a person in between. */
const TALKS: readonly Omit<DemoTalkOptions, "seed">[] = [
  {},
  { person: { name: "Grace", says: [9_000, 9_500, 31_000].map((at) => ({ at, text: `Word of ${at}.` })) } },
  { floor: "stick", names: ["Ada", "Boole", "Curie", "Dirac"] },
  { floor: "stick", person: { name: "Grace", says: [{ at: 12_000, text: "May I?" }] } },
  { interrupt: "eager", appendLimit: 60, names: ["Ada", "Boole", "Curie", "Dirac", "Euler"] },
];
const LIMITS: readonly [DemoLimits, ...DemoLimits[]] = [
  { messages: 25 },
  { turns: 60 },
  { tokens: 20_000 },
  { minutes: 3 },
  { messages: 20, nudges: 0 },
];
const logs: LogRecord[][] = [];

beforeAll(async () => {
  for (const [index, options] of TALKS.entries()) {
    logs.push([...(await demoTalk({ seed: 11 + index, ...options })).records]);
  }
});

const logOf = (index: number) => new MutableLog(logs[index % logs.length] ?? []);

describe("a good log", () => {
  it("[VERIFY-1] is proven: of an open room, a stick room, with a person, with interruptions", () => {
    for (const records of logs) {
      const result = verify(new MutableLog(records).text);
      expect(shown(result)).toEqual([]);
      expect(result.verdict).toMatchObject({ format: "v3", lines: records.length, violations: 0, notes: [] });
      expect(result.verdict.proof.compared).toBeGreaterThan(5);
    }
  });

  it("[VERIFY-1] is proven: the sample", () => {
    const { verdict } = verify(readFileSync(join(root, "logs/sample.jsonl"), "utf8"));
    expect(proofLines(verdict)).toEqual([
      "89 events of the room, seq 1 to 89, none missing, none twice; 20 messages.",
      "20 messages, each pushed with everything before it seen (crossed: 0).",
      "20 messages of agents, each its sender's draft to the letter.",
      "No message is there twice.",
      "123 calls of actions, each answered once.",
      "57 model turns: what each asked for was called, in order, nothing else.",
      "9 pushes were refused, never more than 2 in a row of one participant.",
      "Nobody spoke in the name of another.",
      "The limits were kept, and the count at the end is right.",
    ]);
  });

  const talks = Number(process.env["LLM_CHAT_TALKS"] ?? 12);
  it(`[VERIFY-1] is proven: ${talks} talks of models that do whatever a model may do`, {
    timeout: 20_000 + talks * 2_000,
  }, async () => {
    let refused = 0;
    for (let seed = 0; seed < talks; seed++) {
      const random = new Random(seed);
      const { records } = await demoTalk({
        seed,
        names: ["Ada", "Boole", "Curie", "Dirac"].slice(0, 2 + random.below(3)),
        floor: random.chance(0.4) ? "stick" : "open",
        interrupt: random.chance(0.5) ? "eager" : "boundary",
        appendLimit: random.pick([1_000, 40, 7]),
        limits: random.pick(LIMITS),
        provider: (name, clock) => new WildProvider(name, random, clock),
        secret: "sk-secret-0123456789abcdef",
        ...(random.chance(0.5) ? { contextWindow: 2_000 } : {}),
        ...(random.chance(0.5)
          ? {
              person: {
                name: "Grace",
                says: [
                  { at: 7_000, text: "Hi!" },
                  { at: 20_000, text: "Well." },
                ],
              },
            }
          : {}),
      });
      const result = verify(new MutableLog(records).text);
      expect(shown(result), `seed ${seed}`).toEqual([]);
      refused += result.verdict.proof.refused;
    }
    expect(refused).toBeGreaterThan(talks);
  });

  it("[VERIFY-2] that is cut off anywhere is no worse for it", () => {
    for (const [index, records] of logs.entries()) {
      const random = new Random(index);
      for (let round = 0; round < 20; round++) {
        const { text } = new MutableLog(records);
        const cut = text.slice(0, text.length - 1 - random.below(text.length - 200));
        const result = verify(cut);
        // A cut in the very first line leaves nothing.
        if (result.verdict.format === null) continue;
        expect(shown(result)).toEqual([]);
        expect(result.verdict.notes.join(" ")).toContain("no session_end");
      }
    }
  });

  it.each(["office-v1.jsonl", "tea-v2.jsonl"])("[VERIFY-18] of an old format is not said to be proven: %s", (name) => {
    const result = verify(readFileSync(join(root, "test/fixtures/logs", name), "utf8"));
    expect(shown(result)).toEqual([]);
    expect(proofLines(result.verdict).join("\n")).toContain("order, causality and senders cannot be proven");
  });
});

describe("a mutated log", () => {
  it("has at least 24 kinds of faults", () => {
    expect(new Set(MUTATIONS.map(({ name }) => name)).size).toBe(MUTATIONS.length);
    expect(MUTATIONS.length).toBeGreaterThanOrEqual(24);
  });

  it.each(MUTATIONS)("[VERIFY-1] $rule: $name", ({ rule, apply }) => {
    let applied = 0;
    for (let round = 0; round < 5; round++) {
      const log = logOf(round);
      const line = apply(log, new Random(round));
      if (line === null) continue;
      applied++;
      const result = verify(log.text);
      expect(shown(result), `round ${round}`).toContainEqual(expect.stringMatching(`^${line} ${rule}: `));
    }
    expect(applied).toBeGreaterThan(0);
  });

  const runs = Number(process.env["LLM_CHAT_MUTATIONS"] ?? 300);
  it(`[VERIFY-1] is caught, wherever the fault is: ${runs} at random`, { timeout: 20_000 + runs * 100 }, () => {
    for (let seed = 0; seed < runs; seed++) {
      const random = new Random(seed);
      const log = logOf(random.below(logs.length));
      const mutation = MUTATIONS[random.below(MUTATIONS.length)];
      const line = mutation?.apply(log, random) ?? null;
      if (mutation === undefined || line === null) continue;
      const { violations } = verify(log.text);
      const named = violations.some((violation) => violation.line === line && violation.rule === mutation.rule);
      expect(named, `seed ${seed}: ${mutation.name}, line ${line}: ${shown({ violations }).join("\n")}`).toBe(true);
    }
  });
});
