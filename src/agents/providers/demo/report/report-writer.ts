/** Writes the demo's reports: the same subject, heading and seed give the same text, so that what was cut can be finished. */
import { Random } from "../random.ts";
import { shorten } from "../words.ts";
import { ANY_SECTION, SECTIONS, type SectionText } from "./sections.ts";
import { fill, type Subject, titled } from "./subject.ts";

export type Seed = number | string;

/** Headings in order: the first and the last always, of the others some. */
export function outline(subject: Subject, seed: Seed): readonly string[] {
  const random = new Random(seed, "outline", subject.thing);
  const dropped = random.chance(0.5) ? "outlook" : "risks";
  return SECTIONS.filter(({ key }) => key !== dropped).map(({ heading }) => heading);
}

export function reportTitle(subject: Subject): string {
  return `${titled(subject.thing)}: a short report`;
}

export function hasFigures(heading: string): boolean {
  return sectionFor(heading).key === "figures";
}

/** Paragraphs, and a list where the section has one; without the heading. */
export function sectionBody(heading: string, subject: Subject, seed: Seed): string {
  const section = sectionFor(heading);
  const random = new Random(seed, "section", section.key, heading, subject.thing);
  const about = section.key === "any" ? { thing: heading.toLowerCase(), plural: false } : subject;
  const sentences = random.shuffle(section.sentences);
  const opening = [random.pick(section.openings) ?? "", ...sentences.slice(0, 2)].join(" ");
  const rest = sentences.slice(2, 5).join(" ");
  const list = section.list
    ? [section.list.lead, random.shuffle(section.list.items).slice(0, 4).map(asItem).join("\n")]
    : [];
  return [opening, ...list, rest]
    .filter((part) => part !== "")
    .map((part) => fill(part, about))
    .join("\n\n");
}

/** A sentence or two more, that `text` has not got yet. */
export function moreOn(text: string, subject: Subject, seed: Seed): string {
  const random = new Random(seed, "more", text.length);
  const all = [...sectionFor(text.split("\n", 1)[0] ?? "").sentences, ...ANY_SECTION.sentences];
  const fresh = all.map((sentence) => fill(sentence, subject)).filter((sentence) => !text.includes(sentence));
  return random.shuffle(fresh).slice(0, 3).join(" ");
}

export interface Series {
  readonly years: readonly number[];
  readonly index: readonly number[];
  readonly share: readonly number[];
}

/** Made up, and said to be. */
export function seriesOn({ thing }: Subject, seed: Seed): Series {
  const random = new Random(seed, "figures", thing);
  const years = Array.from({ length: 8 }, (_, place) => 2018 + place);
  let index = 100;
  const setback = 2 + random.below(4);
  return {
    years,
    index: years.map((_, place) => {
      if (place > 0) index *= place === setback ? random.between(0.86, 0.95) : random.between(1.02, 1.12);
      return Math.round(index * 10) / 10;
    }),
    share: years.map((_, place) => Math.round((12 + place * random.between(0.8, 1.6)) * 10) / 10),
  };
}

export function tableOn(subject: Subject, seed: Seed): { readonly title: string; readonly csv: string } {
  const { years, index, share } = seriesOn(subject, seed);
  const rows = years.map((year, place) => `${year},${index[place]},${share[place]}`);
  return {
    title: `${short(subject)} in figures (examples)`,
    csv: ["Year,Index (2018 = 100),Share (%)", ...rows].join("\n"),
  };
}

export type DemoChart = "line" | "bar" | "area" | "pie" | "scatter";

export function chartOn(subject: Subject, seed: Seed, kind: DemoChart): Readonly<Record<string, unknown>> {
  const title = `${short(subject)}, by year (examples)`;
  const { years, index } = seriesOn(subject, seed);
  if (kind === "pie") {
    const random = new Random(seed, "pie", subject.thing);
    const parts = ["Households", "Industry", "Public sector", "Trade"].map(
      (name) => `${name},${10 + random.below(40)}`,
    );
    return {
      title: `Who uses ${subject.thing} (examples)`,
      kind,
      x: "Group",
      series: ["Share"],
      rows: parts.join("\n"),
    };
  }
  const rows = years.map((year, place) => `${year},${index[place]}`).join("\n");
  return { title, kind, x: "Year", series: ["Index"], rows };
}

function short({ thing }: Subject): string {
  return titled(shorten(thing, 32));
}

function sectionFor(heading: string): Omit<SectionText, "heading"> {
  return SECTIONS.find((section) => section.signs.test(heading)) ?? ANY_SECTION;
}

function asItem(item: string): string {
  return `- ${item}`;
}
