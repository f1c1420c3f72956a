/** What a person asks the demo to do with a document, told from the words alone. */
import { isStopWord, wordsOf } from "../words.ts";
import type { SeenBlock } from "./desk-view.ts";
import { type EditWish, wishOf } from "./edit-text.ts";
import type { DemoChart } from "./report-writer.ts";
import { SECTIONS } from "./sections.ts";

export type Asked =
  | { readonly type: "report" }
  | { readonly type: "go_on" }
  | { readonly type: "edit"; readonly block: SeenBlock; readonly wish: EditWish }
  | { readonly type: "delete"; readonly block: SeenBlock }
  /** `after` null: to the start. */
  | { readonly type: "move"; readonly block: SeenBlock; readonly after: SeenBlock | null }
  | { readonly type: "table" }
  | { readonly type: "chart"; readonly kind: DemoChart }
  | { readonly type: "section"; readonly heading: string }
  | { readonly type: "question" };

const GO_ON = /^\W*(?:please\s+)?(?:go on|continue|carry on|keep going|resume|proceed|finish|weiter|mach weiter)\b/iu;
const KIND_OF_REPORT =
  "report|document|essay|article|paper|guide|plan|overview|brief|study|analysis|review|handbook|memo|proposal";
const REPORT = new RegExp(
  `\\b(?:create|write|make|draft|prepare|plan|produce|generate|need|want|like|give|begin|start)\\b.*\\b(?:${KIND_OF_REPORT})\\b`,
  "isu",
);
const CHART = /\b(?:chart|graph|plot|diagram)s?\b/iu;
const TABLE = /\btables?\b/iu;
const NAMED = new RegExp(`\\b(?:${KIND_OF_REPORT})\\b|${CHART.source}|${TABLE.source}`, "iu");
const ADD = /\b(?:add|insert|include|append|write|make|give|create|draw|show|need|want|like)\b/iu;
const KINDS: readonly (readonly [sign: RegExp, kind: DemoChart])[] = [
  [/\bpie\b/iu, "pie"],
  [/\b(?:bar|column)s?\b/iu, "bar"],
  [/\barea\b/iu, "area"],
  [/\bscatter\b/iu, "scatter"],
];

export function isGoOn(request: string): boolean {
  return GO_ON.test(request);
}

/** `blocks`: those that stay, in order. `about`: the block that the request is about. */
export function askedFor(request: string, blocks: readonly SeenBlock[], about: string | null): Asked {
  if (isGoOn(request)) return { type: "go_on" };
  const pointed = blocks.find(({ id }) => id === about) ?? null;
  const named = pointed ?? blockNamed(request, blocks);
  if (named && /\b(?:delete|remove|drop)\b/iu.test(request)) return { type: "delete", block: named };
  if (named && /\bmove\b/iu.test(request))
    return { type: "move", block: named, after: placeIn(request, named, blocks) };
  // "A report with a chart" is a report, "a chart for the report" a chart: what is named first is wanted.
  const wanted = pointed === null && REPORT.test(request) ? NAMED.exec(request)?.[0] : undefined;
  const isReport = wanted !== undefined && !CHART.test(wanted) && !TABLE.test(wanted);
  if (ADD.test(request) && pointed === null && !isReport) {
    if (CHART.test(request)) return { type: "chart", kind: kindIn(request) };
    if (TABLE.test(request)) return { type: "table" };
    const section = /\b(?:section|chapter|paragraph|part|block)\b(?:\s+(?:about|on|for|with))?\s+(.{2,80})$/isu.exec(
      request,
    );
    if (section && /\b(?:add|insert|include|append|write)\b/iu.test(request)) {
      return { type: "section", heading: headingFrom(section[1] ?? "") };
    }
  }
  if (isReport) return { type: "report" };
  const wish = wishOf(request);
  const block = named ?? (wish === null ? null : (blocks.find(({ type }) => type === "md") ?? null));
  if (block?.type === "md" && (wish !== null || pointed)) return { type: "edit", block, wish: wish ?? "anew" };
  const isOrder =
    !/\?\s*$/u.test(request) || /^\W*(?:can|could|would|will) you\b.*\b(?:write|draft|create|make)\b/iu.test(request);
  if (blocks.length === 0 && isOrder) return { type: "report" };
  return { type: "question" };
}

/** The block whose heading shares a word with the request. */
function blockNamed(request: string, blocks: readonly SeenBlock[]): SeenBlock | null {
  const asked = new Set(keywords(request));
  const scored = blocks.map((block) => ({
    block,
    score:
      keywords(headingOfBlock(block)).filter((word) => asked.has(word)).length +
      (isCalledBySigns(request, headingOfBlock(block)) ? 1 : 0),
  }));
  const best = scored.reduce((one, other) => (other.score > one.score ? other : one), { block: blocks[0], score: 0 });
  if (best.score > 0) return best.block ?? null;
  const md = blocks.filter(({ type }) => type === "md");
  if (/\b(?:first|opening|beginning)\b/iu.test(request)) return md[0] ?? null;
  if (/\b(?:last|ending)\b/iu.test(request)) return md.at(-1) ?? null;
  return null;
}

function placeIn(request: string, moved: SeenBlock, blocks: readonly SeenBlock[]): SeenBlock | null {
  const others = blocks.filter(({ id }) => id !== moved.id);
  if (/\b(?:to the )?(?:end|bottom)\b/iu.test(request)) return others.at(-1) ?? null;
  const after = /\b(after|behind|below|before|above)\b(.*)$/isu.exec(request);
  const anchor = after ? blockNamed(after[2] ?? "", others) : null;
  if (!anchor) return null;
  if (!/before|above/iu.test(after?.[1] ?? "")) return anchor;
  return others[others.findIndex(({ id }) => id === anchor.id) - 1] ?? null;
}

/** “The history section” is the one called “Where it comes from”. */
function isCalledBySigns(request: string, heading: string): boolean {
  return SECTIONS.some(({ heading: known, signs }) => known === heading && signs.test(request));
}

export function headingOfBlock({ title, text }: SeenBlock): string {
  return title === "" ? (text.split("\n", 1)[0] ?? "").replace(/^#+\s*/u, "") : title;
}

function keywords(text: string): readonly string[] {
  return wordsOf(text.toLowerCase().replace(/[^\p{L}\p{N}\s]/gu, " "))
    .filter((word) => word.length > 2 && !isStopWord(word))
    .map((word) => word.replace(/(?:tions?|tory|ing|s)$/u, ""));
}

function headingFrom(text: string): string {
  const words = text
    .replace(/[\s.!?…]+$/u, "")
    .replace(/^(?:the|a|an)\s+/iu, "")
    .replace(/\bplease$/iu, "")
    .trim();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function kindIn(request: string): DemoChart {
  return KINDS.find(([sign]) => sign.test(request))?.[1] ?? "line";
}
