import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Match, type MatchPane, nextMatch, rankOf } from "./match-walk.ts";

/** `times[position]` is when the row was; all rows match but those named as gaps. */
function paneOf(pane: string, times: readonly number[], gaps: readonly number[] = []): MatchPane {
  const matches = times.map((_, position) => position).filter((position) => !gaps.includes(position));
  return { pane, matches, timeOf: (position) => times[position] ?? 0 };
}

function walk(panes: readonly MatchPane[], direction: 1 | -1): Match[] {
  const found: Match[] = [];
  for (let match = nextMatch(panes, null, direction); match !== null; match = nextMatch(panes, match, direction)) {
    found.push(match);
  }
  return found;
}

describe("from match to match", () => {
  it("[PAGE-11] goes in the order of time over all panes", () => {
    const panes = [paneOf("chat", [1, 5, 9]), paneOf("Ann", [2, 5, 7], [2])];
    const places = walk(panes, 1).map(({ pane, position }) => `${pane} ${position}`);
    expect(places).toEqual(["chat 0", "Ann 0", "chat 1", "Ann 1", "chat 2"]);
    expect(walk(panes, -1).map(({ pane, position }) => `${pane} ${position}`)).toEqual(places.toReversed());
  });

  it("[PAGE-11] comes to every match once, and knows its rank", () => {
    const times = fc.array(fc.nat(20), { maxLength: 12 }).map((all) => all.toSorted((left, right) => left - right));
    fc.assert(
      fc.property(fc.array(times, { maxLength: 4 }), (all) => {
        const panes = all.map((times, index) => paneOf(String(index), times));
        const found = walk(panes, 1);
        expect(found).toHaveLength(all.flat().length);
        expect(found.map((match) => rankOf(panes, match))).toEqual(found.map((_, index) => index + 1));
      }),
    );
  });

  it("[PAGE-11] goes on from a row that matches no more", () => {
    const panes = [paneOf("chat", [1, 2, 3, 4], [1])];
    expect(nextMatch(panes, { pane: "chat", position: 1 }, 1)).toEqual({ pane: "chat", position: 2 });
    expect(nextMatch(panes, { pane: "chat", position: 1 }, -1)).toEqual({ pane: "chat", position: 0 });
  });
});
