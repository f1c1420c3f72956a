/** What the program itself says to a model in the middle of a conversation. Every line begins with `[system]`. */

export const HOW_TO_SPEAK =
  "[system] Nobody has heard that: plain text stays with you. To speak, call append with your words, then push. To listen, call check.";

export const SAY_OR_CHECK = "[system] You did nothing. Say something (append, then push), or call check to listen.";

export const ANSWER_CUT =
  "[system] Your answer was cut: it was too long for one turn, and nothing of it was done. Be shorter; write a long message in several segments.";

export const TEXT_CUT = "[system] Your answer was longer than one turn may be, and was cut where it ends now.";

export const REFUSED =
  "[system] Your answer was withheld by your provider; the others do not know of it. Say something else, or call check to listen.";

export const SPOKEN_TEXT_KEPT =
  "[system] Your text is kept as your draft. Write what you want to say now and it takes the draft's place; or call push to send the draft as it is.";

export const SPOKEN_TEXT_NOT_TAKEN =
  "[system] Your text could not be said yet. Say it when the floor is yours, if it still fits.";

export const INTERRUPTED_DRAFT =
  "[system] You were interrupted: somebody has spoken while you wrote. What you had written of your message is in your draft. Go on from there (append), change it (undo, reset), or push it.";

export const INTERRUPTED_THOUGHT =
  "[system] You were interrupted: somebody has spoken meanwhile. Nothing of what you were about to do was done.";

export const NOT_RUN_AFTER_REFUSAL =
  "[system] Not run: an earlier call of the same answer did not go through. Look at it first, then go on.";

export const NOT_RUN_AT_THE_END = "[system] Not run: the conversation has ended.";

/** Stands where a model said and did nothing: no provider takes an empty turn. */
export const SILENT = "(silent)";
/** Stands where a call was cut before it was whole. */
export const CUT = "(My answer was cut.)";

export function freshStart(transcript: string, draft: string, work: string): string {
  const parts = ["[system] Your memory was full, so it begins anew here."];
  parts.push(transcript === "" ? "Nothing has been said lately." : `The last messages of the room:\n${transcript}`);
  if (draft !== "") parts.push(`Your draft, not sent yet:\n${draft}`);
  if (work !== "") parts.push(work);
  return parts.join("\n");
}
