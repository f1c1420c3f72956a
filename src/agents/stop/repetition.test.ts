import { describe, expect, it } from "vitest";
import { RepetitionMeter } from "./repetition.ts";

const run = (messages: readonly (readonly [agent: string, text: string])[]) => {
  const meter = new RepetitionMeter();
  return messages.map(([agent, text]) => meter.said(agent, text)).filter((step) => step !== "none");
};

const thanks = (n: number) =>
  [n % 2 ? "Ada" : "Bob", n % 2 ? "Thank you so much!" : "You're welcome, thanks!"] as const;

describe("[STOP-6] a talk that goes in circles", () => {
  it("is told, cooled down and ended, in this order", () => {
    expect(run(Array.from({ length: 20 }, (_, n) => thanks(n))).slice(0, 3)).toEqual(["notice", "cool_down", "end"]);
  });

  it("is recognised when two agents repeat the same sentence in turn", () => {
    const messages = Array.from(
      { length: 20 },
      (_, n) => [n % 2 ? "Ada" : "Bob", "The rate limit belongs in the gateway, not the client."] as const,
    );
    expect(run(messages).slice(0, 3)).toEqual(["notice", "cool_down", "end"]);
  });

  it("is recognised in a script without spaces", () => {
    const messages = Array.from(
      { length: 20 },
      (_, n) => [n % 2 ? "甲" : "乙", "我们应该把限流放在网关里面，而不是放在客户端。"] as const,
    );
    expect(run(messages)).toContain("end");
  });

  it("is not an argument that goes on with new points in the same vocabulary", () => {
    const points = [
      "A gateway can limit every client with one rule and one deployment.",
      "But a client that knows its limit can slow down before it is refused.",
      "Refusals are cheap; what is expensive is a client that retries without backoff.",
      "Then the gateway should send Retry-After, and clients should honour it.",
      "Old clients never will, which is why the gateway must queue their requests.",
      "Queues hide overload until memory is gone; refuse early and measure.",
      "Measure what: the refused share, or the latency of what was accepted?",
      "Both, since a low refused share with a long queue is the worst of all.",
    ];
    expect(run(points.map((text, n) => [n % 2 ? "Ada" : "Bob", text] as const))).toEqual([]);
  });

  it("is not a game of short answers", () => {
    const messages = Array.from({ length: 30 }, (_, n) =>
      n % 2 ? (["Ada", `Is it ${n}?`] as const) : (["Bob", "Higher."] as const),
    );
    expect(run(messages)).toEqual([]);
  });

  it("does not end while a third agent says something new", () => {
    const numbers = "alpha bravo charlie delta echo foxtrot golf hotel india juliet kilo lima mike november".split(" ");
    const messages = numbers.flatMap((word, n) => [
      thanks(2 * n),
      thanks(2 * n + 1),
      ["Cyd", `Consider the case of ${word} when the ${word} fails under load`] as const,
    ]);
    expect(run(messages)).not.toContain("end");
    expect(run(messages)).toContain("notice");
  });

  it("begins anew when a person has spoken", () => {
    const meter = new RepetitionMeter();
    const steps: string[] = [];
    for (let n = 0; n < 30; n++) {
      steps.push(meter.said(...thanks(n)));
      if (n % 5 === 4) meter.interrupted();
    }
    expect(steps).not.toContain("cool_down");
  });

  it("names who has been saying nothing new", () => {
    const meter = new RepetitionMeter();
    meter.said("Cyd", "Something of substance about databases");
    for (let n = 0; n < 4; n++) meter.said(...thanks(n));
    expect([...meter.idlers].sort()).toEqual(["Ada", "Bob"]);
  });
});
