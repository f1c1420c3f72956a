/** How an entry of a column is shown: its sign, its tone and its words. Pure; the same signs as in the terminal. */
import { briefText } from "../../src/logging/entry-text.ts";
import { sanitizeLine } from "../../src/logging/sanitize.ts";
import type { Entry } from "../../src/logging/view-types.ts";

export interface EntryLook {
  readonly sign: string;
  readonly tone: "thinking" | "text" | "action" | "good" | "warning" | "bad" | "dim";
  /** In front of the words: what was done. */
  readonly title: string;
  readonly words: string;
  /** Read as prose, whole; else brief. */
  readonly isProse: boolean;
}

/** `answer`: the response to a call, where there is one by now. */
export function entryLook(entry: Entry, answer: Entry | undefined): EntryLook {
  const { kind, text } = entry;
  const name = sanitizeLine(entry.function ?? "");
  switch (kind) {
    case "thinking":
      return { sign: "·", tone: "thinking", title: "", words: text, isProse: true };
    case "text":
      return { sign: "", tone: "text", title: "", words: text, isProse: true };
    case "instruction":
      return { sign: "»", tone: "dim", title: "", words: text, isProse: false };
    case "notice":
      return { sign: "∙", tone: "dim", title: "", words: text, isProse: false };
    case "delivered":
      return { sign: "←", tone: "good", title: "", words: text, isProse: false };
    case "error":
      return { sign: "!", tone: "bad", title: "", words: text, isProse: true };
    case "tool_call":
      if (answer?.reason === "skipped")
        return { sign: "–", tone: "dim", title: "", words: `${name} skipped`, isProse: false };
      return { ...callSign(answer), title: name, words: briefText(entry), isProse: false };
    case "tool_response":
      return responseLook(entry, name);
  }
}

function callSign(answer: Entry | undefined): Pick<EntryLook, "sign" | "tone"> {
  if (answer === undefined) return { sign: "→", tone: "action" };
  switch (answer.status) {
    case 0:
      return { sign: "✗", tone: "bad" };
    case 2:
      return { sign: "~", tone: "warning" };
    default:
      return { sign: "✓", tone: "good" };
  }
}

/** Under its call, which has the name of the action. */
function responseLook(entry: Entry, name: string): EntryLook {
  const words = briefText(entry);
  const reason = sanitizeLine(entry.reason ?? "").replaceAll("_", " ");
  switch (entry.status) {
    case 0:
      return { sign: "", tone: "bad", title: reason === "" ? "refused" : `refused · ${reason}`, words, isProse: false };
    case 2:
      return { sign: "", tone: "warning", title: "cut", words, isProse: false };
    case 1:
      return { sign: "←", tone: "dim", title: "", words: words === "" ? "done" : words, isProse: false };
    default:
      return { sign: "?", tone: "warning", title: name, words, isProse: false };
  }
}
