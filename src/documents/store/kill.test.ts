/**
 * kill -9 of a process that writes, at random moments. `LLM_CHAT_KILLS` says how often, `LLM_CHAT_SEED` which moments.
 */
import { setTimeout as pause } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { runChild } from "../../../test/fakes/child-program.ts";
import { aBlock, aDocument, aText, aUser, inDocument } from "../../../test/fakes/document-samples.ts";
import { Random } from "../../../test/interleavings/random.ts";
import { testFolder } from "../../../test/journeys/support/run-cli.ts";
import type { Proposal } from "../model.ts";
import { openDocumentStore } from "./open-document-store.ts";

const KILLS = Number(process.env["LLM_CHAT_KILLS"] ?? 20);
const SEED = Number(process.env["LLM_CHAT_SEED"] ?? 1);
/** A process lives for at most so many acknowledged batches before it is killed. */
const LIFE = 60;

/** Batch after batch, each the same number at the end of two texts; it prints those that were acknowledged. */
const writer = (dir: string, first: number) => `
  import { openDocumentStore } from "${import.meta.dirname}/open-document-store.ts";
  const store = await openDocumentStore({ database: null, dir: ${JSON.stringify(dir)} });
  for (let number = ${first}; ; number++) {
    const text = number + " ";
    const [one, other] = ["p1", "p2"].map((proposal_id) => ({ type: "append", proposal_id, text }));
    const folded = ["p1", "p2"].map((proposal_id) => ({ type: "proposal_status", proposal_id, status: "cut" }));
    await store.write([one, ...(number % 5 === 0 ? folded : []), other]);
    console.log(number);
  }
`;

describe("kill -9 of a process that writes", () => {
  const title = `[DOCSTORE-18] loses nothing that was acknowledged, and leaves no half of a batch: ${KILLS} times`;
  it(title, { timeout: 60_000 + KILLS * 5_000 }, async () => {
    const random = new Random(SEED);
    const dir = testFolder();
    const store = await openDocumentStore({ database: null, dir });
    await store.write([...aUser("ann"), ...aDocument("d1", "ann"), aBlock("b1", inDocument("d1"), "a1")]);
    await store.write([aText("p1", "b1"), aText("p2", "b1")]);
    await store.close();
    let written = 0;
    for (let kill = 0; kill < KILLS; kill++) {
      const { child, lines, printed, ended } = runChild(writer(dir, written));
      await printed(1 + random.below(LIFE));
      // A kill comes at any moment of real time; nothing is expected of how long anything takes.
      await pause(random.below(3));
      child.kill("SIGKILL");
      expect(await ended).toEqual({ signal: "SIGKILL", stderr: "" });
      const acknowledged = Number(lines.at(-1)) + 1;

      const after = await openDocumentStore({ database: null, dir });
      const state = await after.block("b1");
      await after.close();
      const [one = "", other = ""] = state?.proposals.map(textOf) ?? [];
      const numbers = one.split(" ").slice(1, -1).map(Number);
      expect(other.replace("p2", "p1")).toBe(one);
      expect(numbers).toEqual(numbers.map((_, index) => index));
      expect(numbers.length).toBeGreaterThanOrEqual(acknowledged);
      written = numbers.length;
    }
  });
});

function textOf(proposal: Proposal): string {
  return proposal.kind === "text" ? proposal.content : "";
}
