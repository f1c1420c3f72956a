/** A draft as its watchers see it: undone segments stay, struck through, until it is sent or dropped. Browser-safe. */
import type { RecordOf } from "./record.ts";
import type { AgentMemory, Draft, Segment } from "./view-types.ts";

export const EMPTY_DRAFT: Draft = { segments: [], growing: "", undoing: 0, refusals: 0 };

/** What a finished action did to the draft. `asked` is the text an `append` was called with. */
export function foldDraft(draft: Draft, response: RecordOf<"tool_response">, asked: string): Draft {
  const { status } = response;
  switch (response.function) {
    case "append": {
      if (status !== 1 && status !== 2) return draft;
      return { ...draft, segments: [...draft.segments, { text: response.appended ?? asked, undone: false }] };
    }
    case "undo":
      return status === 1 ? { ...draft, segments: undoLast(draft.segments) } : draft;
    case "push":
      return status === 1 ? { ...draft, segments: [], refusals: 0 } : draft;
    case "reset":
      return status === 1 ? { ...draft, segments: [] } : draft;
    default:
      return draft;
  }
}

/** The text on its way into the draft: appends that wait for their response, then those being written. */
export function growingText({ calls, appends }: AgentMemory): string {
  const waiting = calls.filter((call) => call.function === "append").map((call) => call.text);
  return [...waiting, ...appends.map(({ field }) => field.text)].filter((text) => text !== "").join(" ");
}

/** What is being undone is struck through at once: by the time it is done, a quick writer has sent the rest. */
export function shownSegments({ segments, undoing }: Draft): readonly Segment[] {
  let left = undoing;
  return segments
    .toReversed()
    .map((segment) => {
      if (segment.undone || left === 0) return segment;
      left--;
      return { ...segment, undone: true };
    })
    .toReversed();
}

function undoLast(segments: readonly Segment[]): readonly Segment[] {
  const index = segments.findLastIndex((segment) => !segment.undone);
  const segment = segments[index];
  return segment ? segments.with(index, { ...segment, undone: true }) : segments;
}
