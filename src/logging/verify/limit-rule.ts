/** [VERIFY-16] The limits of the session were kept: messages, model calls, tokens, money, time, nudges in a row. */
import { LIMITS } from "../../chatroom/protocol.ts";
import { countCharacters } from "../../chatroom/core/characters.ts";
import type { RecordOf } from "../record.ts";
import { BoundedMap } from "./bounded-map.ts";
import type { MakeRule } from "./rule.ts";

/** To come to an end in, ms: calls are aborted, farewells are said. */
const TO_STOP_MS = 10_000;
/** Sums of prices are no exact numbers. */
const PENNY_FRACTION = 1e-9;

export const limitRule: MakeRule = ({ facts, violation }) => {
  let messages = 0;
  let turns = 0;
  let tokens = 0;
  let cost = 0;
  let nudges = 0;
  let isCostTold = false;
  /** Agents whose call was under way when the tokens were used up, and who have ended it. */
  let lastCalls: BoundedMap<string, true> | null = null;

  const readMessage = (line: number, { user, content }: RecordOf<"chat">) => {
    messages++;
    nudges = 0;
    const most = facts.limits.messages;
    // Who waits for nobody's leave, and who is on another machine, may speak once more before the end has come to them.
    const isOver = most !== null && messages > most + (facts.whole ? 0 : facts.agentCount);
    if (isOver && facts.speaksHere(user)) violation(line, `message ${messages}; the limit is ${most}`);
    if (content.length > LIMITS.draftCharacters && facts.speaksHere(user)) {
      const length = countCharacters(content);
      // Joints between segments are the room's own.
      if (length > LIMITS.draftCharacters)
        violation(line, `a message of ${length} characters; a draft has ${LIMITS.draftCharacters}`);
    }
  };

  const readTurn = (line: number, { user, usage, duration_ms }: RecordOf<"usage">) => {
    const { limits } = facts;
    turns++;
    if (limits.turns !== null && turns > limits.turns)
      violation(line, `model call ${turns}; the limit is ${limits.turns}`);
    cost += usage.cost_usd ?? 0;
    if (!isCostTold && limits.costUsd !== null && cost > limits.costUsd + PENNY_FRACTION) {
      isCostTold = true;
      violation(line, `the calls have come to $${cost}; the limit is $${limits.costUsd}`);
    }
    if (limits.tokens === null) return;
    if (lastCalls?.has(user)) {
      violation(line, `a call of ${user} after ${tokens} tokens; the limit is ${limits.tokens}`);
    }
    lastCalls?.set(user, true);
    // Without the provider's own count there is only an estimate here, which counted for nothing.
    if (usage.input > 0 && duration_ms >= 0) tokens += usage.input + usage.output;
    if (lastCalls === null && tokens >= limits.tokens) {
      lastCalls = new BoundedMap();
      lastCalls.set(user, true);
    }
  };

  const readNudge = (line: number, name: string) => {
    nudges++;
    const most = facts.limits.nudges;
    // In a served room others nudge too.
    if (facts.whole && most !== null && nudges > most) {
      violation(line, `${name} is nudged, the ${nudges}th time in a row without a message; the limit is ${most}`);
    }
  };

  const readEnd = (line: number, { metadata }: RecordOf<"session_end">) => {
    const { minutes } = facts.limits;
    const ms = metadata["duration_ms"];
    if (minutes === null || typeof ms !== "number") return;
    const over = ms - minutes * 60_000;
    if (over > TO_STOP_MS) violation(line, `it ran ${Math.round(over / 1000)} s longer than ${minutes} minutes`);
  };

  return {
    read({ line, record, notice }) {
      if (record.type === "chat") readMessage(line, record);
      else if (record.type === "usage") readTurn(line, record);
      else if (record.type === "session_end") readEnd(line, record);
      else if (notice?.type === "nudge") readNudge(line, notice.participant);
    },
  };
};
