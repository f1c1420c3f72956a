import { describe, expect, it } from "vitest";
import { MemoryLog } from "../../../test/fakes/memory-log.ts";
import { Items } from "../../../test/fakes/timeline-items.ts";
import { collectLandmarks, type Landmarks } from "./landmarks.ts";
import { openLogRecording } from "./log-recording.ts";
import { Pacing } from "./pacing.ts";

describe("[REPLAY-12] landmarks", () => {
  const items = new Items();
  const at = (ms: number, ...made: object[]) => {
    items.at = ms;
    return made.map((item) => JSON.stringify(item)).join("\n");
  };
  const refused = { status: 0, reason: "unseen_messages" } as const;
  const lines = [
    at(0, items.says("Ada", "one")),
    "nonsense",
    at(0, ...items.acts("Ada", "push", {}, { status: 0, reason: "no_draft" })),
    ((items.at = 1_000), at(1_000, ...items.acts("Bob", "push", {}, refused))),
    ((items.at = 2_000), at(2_000, items.error("Ada", "cut", "interrupted"))),
    ((items.at = 3_000), at(3_000, items.error("Ada", "again", "retry"))),
    ((items.at = 4_000), at(4_000, items.error("Cy", "over", "failed"))),
  ];

  it("are the refused pushes, the interruptions and the failures, with their places", async () => {
    const recording = await openLogRecording(new MemoryLog(lines.join("\n")), {
      pacing: new Pacing({ slowdown: 1, shortest: 0 }),
    });
    let found: Landmarks | null = null;
    await collectLandmarks(recording, (landmarks) => (found = landmarks), new AbortController().signal);
    expect(found).toEqual({
      messages: 1,
      share: 1,
      markers: [
        { kind: "refused", position: 1_000, line: 6, user: "Bob" },
        { kind: "interrupted", position: 2_000, line: 7, user: "Ada" },
        { kind: "failed", position: 4_000, line: 9, user: "Cy" },
      ],
    });
  });

  it("are told batch by batch, until nobody asks", async () => {
    const text = `${lines.join("\n")}\n`;
    const recording = await openLogRecording(new MemoryLog(text.repeat(20), 500));
    const stop = new AbortController();
    const shares: number[] = [];
    await collectLandmarks(
      recording,
      ({ share }) => {
        shares.push(share);
        if (shares.length === 5) stop.abort();
      },
      stop.signal,
    );
    expect(shares).toHaveLength(5);
    expect(shares).toEqual(shares.toSorted((left, right) => left - right));
  });
});
