/** A verdict in words: what was proven, one sentence a line; what was not is left out. Pure. */
import type { Proof } from "./proof.ts";
import type { Verdict } from "./log-verifier.ts";
import type { RuleName } from "./violation.ts";

/** A sentence, and the rules that must hold for it to be true; null where there is nothing to tell. */
interface Claim {
  readonly rules: readonly RuleName[];
  readonly words: (proof: Proof) => string | null;
}

const CLAIMS: readonly Claim[] = [
  { rules: ["session", "sequence"], words: order },
  { rules: ["sequence", "causality"], words: causality },
  { rules: ["draft", "append", "push"], words: drafts },
  { rules: ["duplicate"], words: ({ messages }) => (messages === 0 ? null : "No message is there twice.") },
  { rules: ["call"], words: calls },
  { rules: ["turn"], words: turns },
  { rules: ["refusal"], words: refusals },
  { rules: ["stick"], words: grants },
  { rules: ["sender", "name"], words: () => "Nobody spoke in the name of another." },
  { rules: ["limit", "count"], words: () => "The limits were kept, and the count at the end is right." },
];

/** Names do not occur in it. */
export function proofLines({ format, proof, broken, doubtful, notes }: Verdict): readonly string[] {
  const claims = format === "v3" ? CLAIMS : [{ rules: [], words: legacyCalls }];
  const held = claims.filter(({ rules }) => rules.every((rule) => !broken.has(rule) && !doubtful.has(rule)));
  return [...held.map(({ words }) => words(proof)).filter((line) => line !== null), ...notes];
}

function order({ events, firstSeq, lastSeq, messages }: Proof): string {
  if (events === 0 || firstSeq === null) return "Nothing happened in the room.";
  const seqs = `seq ${firstSeq} to ${lastSeq}, none missing, none twice`;
  return `${counted(events, "event")} of the room, ${seqs}; ${counted(messages, "message")}.`;
}

function causality({ messages, unconditional }: Proof): string | null {
  if (messages === 0) return null;
  const claimed = messages - unconditional;
  const asTheyAre = `${unconditional} sent as they are, by people or programs`;
  if (claimed === 0) return `${counted(messages, "message")}, ${asTheyAre} (crossed: 0).`;
  const others = unconditional === 0 ? "" : `; ${asTheyAre}`;
  return `${counted(claimed, "message")}, each pushed with everything before it seen (crossed: 0)${others}.`;
}

function drafts({ compared, redacted }: Proof): string | null {
  if (compared + redacted === 0) return null;
  const secret = redacted === 0 ? "" : `; ${redacted} could not be compared, a secret was taken out`;
  return `${counted(compared, "message")} of agents, each its sender's draft to the letter${secret}.`;
}

function calls({ calls: made, underWay }: Proof): string | null {
  if (made === 0) return null;
  const cut = underWay === 0 ? "" : `, but for ${underWay} under way at the end`;
  return `${counted(made, "call")} of actions, each answered once${cut}.`;
}

function legacyCalls({ calls: made, answered }: Proof): string {
  return `${counted(made, "call")} of actions, ${answered.toLocaleString("en-US")} answered.`;
}

function turns({ turns: taken }: Proof): string | null {
  return taken === 0
    ? null
    : `${counted(taken, "model turn")}: what each asked for was called, in order, nothing else.`;
}

function refusals({ refused, worstRow }: Proof): string {
  if (refused === 0) return "No push was refused.";
  return `${counted(refused, "push was", "pushes were")} refused, never more than ${worstRow} in a row of one participant.`;
}

function grants({ grants: given }: Proof): string | null {
  if (given === 0) return null;
  return `The stick was granted ${given === 1 ? "once" : `${given} times`}, to one at a time.`;
}

function counted(count: number, one: string, many = `${one}s`): string {
  return `${count.toLocaleString("en-US")} ${count === 1 ? one : many}`;
}
