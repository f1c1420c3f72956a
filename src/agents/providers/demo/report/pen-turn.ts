/** A turn of a demo participant that also holds a pen: it talks as the others do, and writes whenever it has heard enough. */
import type { HistoryEntry, ModelRequest } from "../../../types.ts";
import { readBriefing } from "../briefing.ts";
import { mindOf, ownMessages, type Self } from "../mind.ts";
import type { PerformedTurn, PlannedCall } from "../performance.ts";
import { performed, pieces, planTurn } from "../turn.ts";
import { readDesk } from "./desk-view.ts";
import { nextStep, type Share } from "./next-step.ts";

/** Messages that it hears before it begins. */
const HEARD_FIRST = 2;
/** So often it writes for each word of its own. */
const STEPS_A_MESSAGE = 3;

export function planPenTurn(self: Self, request: ModelRequest): PerformedTurn {
  const talk = planTurn(self, request);
  const mind = mindOf(self, request);
  const { memory } = mind;
  // What was begun to be said is said first.
  if (memory.draft.length > 0) return talk;
  const prompt = self.topic ?? readBriefing(request, self.name).topic ?? "";
  const view = { ...readDesk(request.history), prompt };
  const share = shareOf(request.history, self.name);
  const step = nextStep(view, self.seed, share);
  const own = ownMessages(mind);
  const isListening = talk.calls.every(({ name }) => name === "check");
  if (step.call) {
    const hasHeard = memory.said.length - own.length >= HEARD_FIRST || memory.nudged || memory.timedOut;
    if (!hasHeard && view.calls.length === 0) return talk;
    // Who waits for the plan of another looks for it now and then.
    const looks = view.calls.filter(({ name }) => name === "search_document").length;
    if (step.call.name === "search_document" && memory.said.length <= looks * 2 + 1) return talk;
    const owesWords = !isListening && own.length * STEPS_A_MESSAGE <= view.calls.length;
    return owesWords ? talk : performed(mind, step.thinking, "", [step.call]);
  }
  const said = `It is written. ${/^[^.]*[.]/u.exec(step.text)?.[0] ?? ""}`.trim();
  const isTold = view.calls.length === 0 || own.some(({ text }) => text.startsWith("It is written."));
  if (isTold) return talk;
  return performed(mind, "All of it stands; I tell the others.", "", [
    ...pieces(said, mind.appendLimit).map(append),
    PUSH,
  ]);
}

/** As they were told: all in an order, or one alone. */
function shareOf([first]: readonly HistoryEntry[], name: string): Share {
  const order = first?.role === "user" ? /hold a pen, in this order: ([^.\n]+)\./u.exec(first.text)?.[1] : undefined;
  const names = order?.split(", ") ?? [];
  return names.includes(name) ? { index: names.indexOf(name), of: names.length } : { index: 0, of: 1 };
}

const PUSH: PlannedCall = { name: "push", arguments: {} };

function append(text: string): PlannedCall {
  return { name: "append", arguments: { text } };
}
