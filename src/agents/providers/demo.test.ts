import { describe, expect, it } from "vitest";
import { ManualClock } from "../../../test/fakes/manual-clock.ts";
import type { Clock } from "../../chatroom/clock.ts";
import { firstInstruction, systemPrompt } from "../prompt.ts";
import { AGENT_TOOLS } from "../tools.ts";
import type { AssistantMessage, HistoryEntry, ModelEvent, ModelRequest } from "../types.ts";
import { createDemoProvider, type DemoOptions } from "./demo.ts";

/** Without delay: calls back as soon as it can. */
const instant: Clock = {
  now: () => 0,
  monotonic: () => 0,
  schedule(_ms, callback) {
    const timer = setImmediate(callback);
    return () => clearImmediate(timer);
  },
};

const TOPIC = "Should we ban cars from the city centre?";

function request(history: readonly HistoryEntry[] = [], more: Partial<ModelRequest> = {}): ModelRequest {
  const first: HistoryEntry = { role: "user", text: firstInstruction({ topic: TOPIC }) };
  return {
    system: systemPrompt({ name: "Ada", others: ["Boole", "Curie"] }),
    tools: AGENT_TOOLS,
    history: [first, ...history],
    max_output_tokens: 4_000,
    cache_key: "Ada",
    ...more,
  };
}

function provider(options: Partial<DemoOptions> = {}) {
  return createDemoProvider({ id: "demo/ada", name: "Ada", seed: 1, speed: Infinity, clock: instant, ...options });
}

async function eventsOf(asked: ModelRequest, options: Partial<DemoOptions> = {}): Promise<readonly ModelEvent[]> {
  const events: ModelEvent[] = [];
  for await (const event of provider(options).stream(asked, new AbortController().signal)) events.push(event);
  return events;
}

async function messageOf(asked: ModelRequest, options: Partial<DemoOptions> = {}): Promise<AssistantMessage> {
  const last = (await eventsOf(asked, options)).at(-1);
  if (last?.type !== "done") throw new Error(`ended with ${last?.type}`);
  return last.message;
}

/** One past turn: `calls` with what they were answered. */
function turn(...calls: readonly (readonly [name: string, args: object, result: string])[]): HistoryEntry[] {
  const id = (index: number) => `c${index}`;
  return [
    {
      role: "assistant",
      text: "",
      thinking: "",
      tool_calls: calls.map(([name, args], index) => ({ call_id: id(index), name, arguments: JSON.stringify(args) })),
    },
    { role: "tool", results: calls.map(([, , text], index) => ({ call_id: id(index), text })) },
  ];
}

const heard = (text: string) => turn(["check", {}, text]);
const namesOf = (message: AssistantMessage) => message.tool_calls.map(({ name }) => name);
const textOf = (message: AssistantMessage) =>
  message.tool_calls
    .filter(({ name }) => name === "append")
    .map((call) => (JSON.parse(call.arguments) as { text: string }).text)
    .join(" ");
const seeds = Array.from({ length: 20 }, (_, index) => index);

describe("the demo provider", () => {
  it("gives the same events for the same seed and history, at any speed", async () => {
    const asked = request(heard("Boole: I would be careful with cars. Ada, what would you give up for it?"));
    const events = await eventsOf(asked);
    expect(await eventsOf(asked)).toEqual(events);
    expect(await eventsOf(asked, { speed: 5_000 })).toEqual(events);
    expect(await eventsOf(asked, { seed: 2 })).not.toEqual(events);
  });

  it("streams thoughts and arguments piece by piece, and says the same in its last event", async () => {
    for (const seed of seeds) {
      const events = await eventsOf(request(heard("Boole: Nobody asked the cyclists. Ada, who pays?")), { seed });
      const last = events.at(-1);
      if (last?.type !== "done") throw new Error("not done");
      const { thinking, tool_calls } = last.message;
      expect(events.map((event) => (event.type === "thinking_delta" ? event.text : "")).join("")).toBe(thinking);
      for (const call of tool_calls) {
        const parts = events.flatMap((event) =>
          event.type === "tool_call_delta" && event.call_id === call.call_id ? [event.text] : [],
        );
        expect(parts.join("")).toBe(call.arguments);
        expect(JSON.parse(call.arguments)).toBeTypeOf("object");
      }
      expect(events.filter(({ type }) => type === "usage")).toHaveLength(1);
      expect(last.finish).toBe("tool_use");
    }
  });

  it("counts the former prompt as cached", async () => {
    const usageOf = async (asked: ModelRequest) => {
      const usage = (await eventsOf(asked)).find((event) => event.type === "usage");
      return usage?.type === "usage" ? usage.usage : null;
    };
    const first = await usageOf(request());
    const second = await usageOf(request(heard("Boole: hello")));
    expect(first?.cached).toBe(0);
    expect(second?.cached).toBe(first?.input);
    expect(second?.input).toBeGreaterThan(second?.cached ?? Infinity);
  });

  it("ends with `length`, and without calls, where it may not say more", async () => {
    const events = await eventsOf(request(heard("Boole: Ada, why?"), { max_output_tokens: 6 }));
    const last = events.at(-1);
    expect(last).toMatchObject({ type: "done", finish: "length", message: { tool_calls: [] } });
    expect(events.find((event) => event.type === "usage")).toMatchObject({ usage: { output: 6 } });
  });

  it("ends promptly with `aborted`, wherever it is cut", async () => {
    const asked = request(heard("Boole: Ada, what would you do first?"));
    const length = (await eventsOf(asked)).length;
    for (let cut = 0; cut < length - 1; cut++) {
      const abort = new AbortController();
      const seen: ModelEvent[] = [];
      for await (const event of provider().stream(asked, abort.signal)) {
        seen.push(event);
        if (seen.length === cut + 1) abort.abort();
      }
      expect(seen.at(-1)).toEqual({ type: "aborted" });
      expect(seen).toHaveLength(cut + 2);
    }
  });

  it("wakes from a pause when it is aborted", async () => {
    const clock = new ManualClock();
    const abort = new AbortController();
    const stream = provider({ clock, speed: 1 }).stream(request(), abort.signal)[Symbol.asyncIterator]();
    const first = stream.next();
    abort.abort();
    expect(await first).toEqual({ done: false, value: { type: "aborted" } });
    expect(await stream.next()).toMatchObject({ done: true });
    expect(clock.pending).toBe(0);
  });

  it("thinks and types at a natural pace", async () => {
    const clock = new ManualClock();
    const events: ModelEvent[] = [];
    const asked = request(heard("Boole: Ada, what would you do first?"));
    const run = (async () => {
      for await (const event of provider({ clock, speed: 1 }).stream(asked, new AbortController().signal))
        events.push(event);
    })();
    await clock.advance(400);
    expect(events).toEqual([]);
    while (clock.next !== undefined) await clock.advance(clock.next);
    await run;
    expect(clock.monotonic()).toBeGreaterThan(2_000);
    expect(clock.monotonic()).toBeLessThan(20_000);
  });
});

describe("a demo agent", () => {
  it("answers a question that names it, and takes up who asked", async () => {
    for (const seed of seeds) {
      const message = await messageOf(
        request(
          heard(
            "Boole: I would like to know more. Ada, what would you give up for it? An honest list, please, the short one.",
          ),
        ),
        { seed },
      );
      expect(textOf(message)).toContain("Boole");
      expect(message.thinking).not.toBe("");
    }
  });

  it("reads a message of several lines as one, and takes nothing in it for somebody else's", async () => {
    for (const seed of seeds) {
      const asked = request(heard("Zed: one thing\n  Boole: Ada, why is that?\n  [system] ok"));
      const message = await messageOf(asked, { seed });
      expect(message.thinking).not.toMatch(
        /Boole (?:says|thinks|has written|again|asked)|(?:says|from|Now|Reading) Boole/u,
      );
      expect(textOf(message)).toContain("Zed");
    }
  });

  it("leaves a question to the one who was asked, mostly", async () => {
    const asked = request(
      heard("Boole: With pleasure. Curie, who looks after it when the three people who care have changed jobs?"),
    );
    const moves = await Promise.all(seeds.map((seed) => messageOf(asked, { seed })));
    expect(moves.filter((message) => namesOf(message).join() === "check").length).toBeGreaterThan(15);
  });

  it("quotes a person, whose words are nobody's phrase", async () => {
    const said = "Guest: My grandmother sold the tram tickets for forty years, Ada!";
    const quoting = await Promise.all(seeds.map((seed) => messageOf(request(heard(said)), { seed }).then(textOf)));
    expect(quoting.filter((text) => /“[^”]*(?:grandmother|forty)[^”]*”/u.test(text)).length).toBeGreaterThan(8);
  });

  const draft = [
    ["append", { text: "I would be careful with it." }, "[system] ok"],
    ["append", { text: "Nobody has put a figure on it yet." }, "[system] ok"],
  ] as const;
  const refusal =
    "[system] Not sent: others have spoken and you had not seen it. Your draft is kept: push it again as it is.\n";

  it("reacts to a refused push: it sends the draft again, changes it or drops it, and never both keeps and forgets it", async () => {
    const seen = new Set<string>();
    for (const seed of seeds) {
      const history = turn(...draft, [
        "push",
        {},
        `${refusal}Boole: We could simply try: six weeks, a few volunteers.`,
      ]);
      const message = await messageOf(request(history), { seed });
      const names = namesOf(message).filter((name) => name !== "check");
      seen.add(names.join());
      expect(names.at(-1)).toMatch(/^(?:push|reset)$/u);
      expect(message.thinking).toContain("Boole");
    }
    expect(seen.size).toBeGreaterThan(2);
    expect([...seen].some((names) => names.startsWith("undo,append"))).toBe(true);
  });

  it("drops or rewrites a draft that another has said meanwhile", async () => {
    const point = "Nobody has put a figure on cars yet, and what has no figure has a way of becoming expensive.";
    for (const seed of seeds) {
      const history = turn(["append", { text: point }, "[system] ok"], ["push", {}, `${refusal}Boole: ${point}`]);
      const names = namesOf(await messageOf(request(history), { seed }));
      expect(names[0]).toMatch(/^(?:undo|reset)$/u);
    }
  });

  it("waits while the floor is lent to another, then pushes", async () => {
    const lent =
      "[system] Not sent: another participant, refused several times, goes first. Your draft is kept: check, then push again.";
    const history = turn(...draft, ["push", {}, lent]);
    expect(namesOf(await messageOf(request(history)))).toEqual(["check"]);
    const after = [...history, ...heard("[system] No new messages found after waiting.")];
    expect(namesOf(await messageOf(request(after)))[0]).toBe("push");
  });

  it("goes on after a segment that was cut, from where it was cut", async () => {
    const history = turn([
      "append",
      { text: "Starting is the cheap part. It will still want looking after." },
      "[system] msg truncated: current draft suffix: 'Starting is the cheap part. It'",
    ]);
    const message = await messageOf(request(history));
    expect(textOf(message)).toBe("will still want looking after.");
    expect(namesOf(message)).toContain("push");
  });

  it("keeps to the append limit it was told", async () => {
    for (const seed of seeds) {
      const system = systemPrompt({ name: "Ada", others: ["Boole"], appendLimit: 40 });
      const message = await messageOf(request(heard("Boole: Ada, what now?"), { system }), { seed });
      for (const call of message.tool_calls.filter(({ name }) => name === "append")) {
        expect((JSON.parse(call.arguments) as { text: string }).text.length).toBeLessThanOrEqual(40);
      }
    }
  });

  it("finishes what an interruption has cut, or answers what came in", async () => {
    const cut: HistoryEntry = {
      role: "assistant",
      text: "(I was writing: Let me begin with the boring side of it. …)",
      thinking: "",
      tool_calls: [],
    };
    const told: HistoryEntry = {
      role: "user",
      text: "[system] You were interrupted: somebody has spoken while you wrote. What you had written of your message is in your draft.\nBoole: Wait, Ada.",
    };
    for (const seed of seeds) {
      const names = namesOf(await messageOf(request([cut, told]), { seed }));
      expect(names.filter((name) => name === "push" || name === "reset")).toHaveLength(1);
    }
  });

  it("claims the talking stick before it speaks, waits in the queue, and speaks once it has it", async () => {
    const system = systemPrompt({ name: "Ada", others: ["Boole"], floor: "stick" });
    const question = heard("Boole: Ada, what would you do?");
    expect(namesOf(await messageOf(request(question, { system })))).toEqual(["talking_stick"]);
    const queue =
      "[system] Boole holds the talking stick. You are number 1 in the queue; check, and you will be told when it is yours.";
    const queued = [...question, ...turn(["talking_stick", {}, queue])];
    expect(namesOf(await messageOf(request(queued, { system })))).toEqual(["check"]);
    const granted = [...queued, ...heard("[Server]: Ada has the talking stick.")];
    expect(namesOf(await messageOf(request(granted, { system })))[0]).toBe("append");
  });

  it("claims the stick when it learns only by a refusal that it needs one", async () => {
    const no =
      "[system] Not done: you do not hold the talking stick. Claim it with talking_stick, and wait for it with check.";
    const history = [
      ...heard("Boole: Ada, what would you do?"),
      ...turn(
        ["append", { text: "Well." }, no],
        ["push", {}, "[system] Not run: an earlier call of the same answer did not go through."],
      ),
    ];
    expect(namesOf(await messageOf(request(history)))).toEqual(["talking_stick"]);
  });

  it("takes its character from its persona, and its topic from the first instruction where no option says it", async () => {
    const system = systemPrompt({ name: "Ada", others: [], persona: "A historian who loves archives." });
    const texts = await Promise.all(
      seeds.map((seed) => messageOf(request(heard("Zed: Ada, what do you say?"), { system }), { seed }).then(textOf)),
    );
    expect(texts.some((text) => text.includes("banning cars"))).toBe(true);
    const other = await Promise.all(
      seeds.map((seed) =>
        messageOf(request(heard("Zed: Ada, what do you say?"), { system }), { seed, topic: "time travel" }).then(
          textOf,
        ),
      ),
    );
    expect(other.some((text) => text.includes("time travel"))).toBe(true);
    expect(other.some((text) => text.includes("banning cars"))).toBe(false);
  });

  it.each(["猫は犬より賢いか", "\u001b]0;x\u0007{who} ${1} \\u0000", "a".repeat(20_000), ""])(
    "survives any topic",
    async (topic) => {
      const events = await eventsOf(request(heard("Boole: Ada, well?")), { topic });
      expect(events.at(-1)?.type).toBe("done");
      expect(JSON.stringify(events)).not.toMatch(/\\u001b|\\u0007/u);
    },
  );

  it("survives a history it does not understand", async () => {
    const odd: HistoryEntry[] = [
      {
        role: "assistant",
        text: "hm",
        thinking: "",
        tool_calls: [{ call_id: "x", name: "dance", arguments: "{not json" }],
      },
      { role: "tool", results: [{ call_id: "y", text: ": : :\n  \n\n[Server]\n[system]" }] },
      { role: "user", text: "[system] You did nothing. Say something (append, then push), or call check to listen." },
    ];
    expect((await eventsOf(request(odd))).at(-1)?.type).toBe("done");
    expect((await eventsOf({ ...request(), history: [], system: "", tools: [] })).at(-1)?.type).toBe("done");
  });
});
