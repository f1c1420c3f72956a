/** A turn of the demo where it is asked for a document: with tools it works on it, without it answers. */
import type { ModelRequest } from "../../../types.ts";
import type { Self } from "../mind.ts";
import type { PerformedTurn } from "../performance.ts";
import { Random } from "../random.ts";
import { chatText } from "./chat-text.ts";
import { readDesk } from "./desk-view.ts";
import { nextStep } from "./next-step.ts";

/** Tokens a second: it writes for readers, not for a chat. */
const TYPING = 55;

export function planDocumentTurn({ name, seed }: Self, request: ModelRequest): PerformedTurn {
  const { history, tools, system } = request;
  const view = readDesk(history);
  const random = new Random(seed, name, history.length, view.prompt);
  const feel = { random, typing: TYPING, isFirst: view.turns === 0 };
  if (!tools.some((tool) => tool.name === "write_block")) {
    return { ...feel, thinking: "", text: chatText(view, system, seed), calls: [] };
  }
  const { text, thinking, call } = nextStep(view, seed);
  return { ...feel, thinking, text, calls: call ? [call] : [] };
}
