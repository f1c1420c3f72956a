/** How the demo changes a text that is there: shorter, longer, or in other words; whatever it does, the heading stays. */
import { sentencesOf } from "../words.ts";
import { moreOn, sectionBody, type Seed } from "./report-writer.ts";
import type { Subject } from "./subject.ts";

export type EditWish = "shorter" | "longer" | "anew";

export function wishOf(request: string): EditWish | null {
  if (/\b(?:short\w*|condens\w*|trim\w*|cut|concise|brief\w*|summari[sz]e\w*|less)\b/iu.test(request)) return "shorter";
  if (/\b(?:long\w*|expand\w*|extend\w*|more|detail\w*|elaborat\w*)\b/iu.test(request)) return "longer";
  if (
    /\b(?:re-?write|re-?word|rephrase|improve|simplif\w+|change|edit|correct|fix|update|better|clearer|simpler|translate|revise)\b/iu.test(
      request,
    )
  )
    return "anew";
  return null;
}

export function edited(text: string, wish: EditWish, subject: Subject, seed: Seed): string {
  const { heading, body } = headingOf(text);
  const changed = changedBody(body, text, wish, subject, seed);
  return heading === "" ? changed : `${heading}\n\n${changed}`;
}

function changedBody(body: string, text: string, wish: EditWish, subject: Subject, seed: Seed): string {
  switch (wish) {
    case "shorter":
      return shortened(body);
    case "longer":
      return `${body}\n\n${moreOn(text, subject, seed)}`.trim();
    case "anew": {
      const { heading } = headingOf(text);
      return sectionBody(heading.replace(/^#+\s*/u, "") || subject.thing, subject, `${seed}/${body.length}`);
    }
  }
}

/** The first sentence of each paragraph; of a list the first two items. */
function shortened(body: string): string {
  const parts = body.split(/\n{2,}/u).filter((part) => part.trim() !== "");
  const kept = parts.length > 2 ? parts.slice(0, 2) : parts;
  return kept
    .map((part) =>
      /^\s*[-*\d]/u.test(part) ? part.split("\n").slice(0, 2).join("\n") : (sentencesOf(part)[0] ?? part),
    )
    .join("\n\n");
}

export function headingOf(text: string): { readonly heading: string; readonly body: string } {
  const found = /^\s*(#{1,6} [^\n]+)\n*/u.exec(text);
  return found
    ? { heading: found[1] ?? "", body: text.slice(found[0].length).trim() }
    : { heading: "", body: text.trim() };
}
