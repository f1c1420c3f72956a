/** The sections that the demo's reports are made of: their headings, and the sentences they draw from. */

export interface SectionText {
  readonly key: string;
  readonly heading: string;
  /** Words of a heading that mean this section. */
  readonly signs: RegExp;
  /** One of them begins it. */
  readonly openings: readonly string[];
  readonly sentences: readonly string[];
  /** Above a list, and what is listed; none where it has no list. */
  readonly list?: { readonly lead: string; readonly items: readonly string[] };
}

export const SECTIONS: readonly SectionText[] = [
  {
    key: "introduction",
    heading: "Introduction",
    signs: /intro|summary|overview|abstract/iu,
    openings: [
      "Few subjects look as simple as {x} and turn out to have so many sides.",
      "{X} {is} often spoken of and seldom looked at closely. This report does the second.",
      "Anybody who has to decide something about {x} soon finds more opinions than facts.",
    ],
    sentences: [
      "It asks three things: where {x} came from, what {it} depend{s} on today, and what may change.",
      "The aim is not to settle every argument, but to say which of them matter.",
      "Where numbers are known they are given; where they are not, this is said.",
      "Readers in a hurry will find the main points at the end.",
      "The sources on {x} do not always agree, and the differences are part of the story.",
      "We have kept apart what was measured, what was told, and what is only likely.",
    ],
  },
  {
    key: "history",
    heading: "Where it comes from",
    signs: /histor|origin|where it comes|past|background/iu,
    openings: [
      "The story of {x} begins earlier than most accounts of it.",
      "{X} did not appear all at once: what we know today was put together in steps.",
      "Looking back, three periods stand out in the history of {x}.",
    ],
    sentences: [
      "At first {it} {was} a matter for a few who knew each other by name.",
      "Wider interest came when costs fell and the first rules were written down.",
      "Each crisis left a habit behind, and some of these habits outlived their reasons.",
      "What looked like a sudden change was often prepared for twenty years.",
      "The records of the early years are thin, so every number from then has a wide margin.",
      "Much of the present vocabulary goes back to that time, and still carries its assumptions.",
      "The lesson of that history is modest: {x} {has} rarely developed the way that was announced.",
    ],
  },
  {
    key: "drivers",
    heading: "What drives it",
    signs: /driv|depend|factor|cause|how .* works/iu,
    openings: [
      "Four forces explain most of what happens to {x}.",
      "Ask ten experts what moves {x}, and the same few answers come back.",
      "Behind the daily news about {x} there are a few slow forces.",
    ],
    sentences: [
      "None of them acts alone, and their weight changes with the years.",
      "In calm times the first two are enough; in hard times the last one decides.",
      "Those who watch only one of them are surprised by the others.",
      "It is tempting to look for a single cause, and almost always wrong.",
    ],
    list: {
      lead: "In the order of their weight:",
      items: [
        "**Demand**: who wants {x}, and what for, changes more slowly than prices suggest.",
        "**Supply**: what can be had soon is limited, and new capacity takes years.",
        "**Trust**: as long as people believe in {x}, small troubles stay small.",
        "**Rules**: a change of rules can do in a month what markets do in a decade.",
        "**Technology**: better tools make the difficult ordinary, and the ordinary cheap.",
        "**Habit**: much goes on simply because it went on before.",
      ],
    },
  },
  {
    key: "figures",
    heading: "What the figures show",
    signs: /figure|number|data|statistic|price|market/iu,
    openings: [
      "The table and the chart below put {x} into numbers.",
      "Numbers about {x} are easy to find and hard to compare; those below are at least of one kind.",
    ],
    sentences: [
      "They are **examples made up by the demo model**, there to show what a table and a chart look like here.",
      "What counts is the direction: a slow rise, with a setback that was made good.",
      "A single year says little; five in a row say something.",
      "Whoever uses such a series should first ask how it was counted.",
    ],
  },
  {
    key: "risks",
    heading: "Risks and open questions",
    signs: /risk|problem|challenge|open question|danger|concern/iu,
    openings: [
      "Three things could make this picture of {x} wrong.",
      "Not everything about {x} is reassuring.",
      "The open questions about {x} are not the ones that make headlines.",
    ],
    sentences: [
      "Some of the risk is plain: what depends on few suppliers fails with them.",
      "The rest is quieter, and lies in what nobody is asked to check.",
      "An honest estimate has a range, and for {x} the range is wide.",
      "It would help to know earlier when something goes wrong; today that takes months.",
    ],
    list: {
      lead: "Worth watching:",
      items: [
        "how fast the costs of {x} rise, compared with everything else",
        "whether those who carry the risk also have a say",
        "what happens to {x} in a year when money is short",
        "which of today's numbers stop being published",
      ],
    },
  },
  {
    key: "outlook",
    heading: "Outlook",
    signs: /outlook|future|next|forecast|scenario/iu,
    openings: [
      "Predictions about {x} have a poor record, so here are conditions instead.",
      "Three ways forward are plausible for {x}.",
      "The next years of {x} will depend less on invention than on patience.",
    ],
    sentences: [
      "If nothing much changes, {x} will look in five years as {it} {does} now, only a little larger.",
      "If the rules tighten, the small will leave first, and the large will say they asked for it.",
      "If trust is lost, it will be lost quickly and come back slowly.",
      "A sensible plan works in all three cases, and is a bit worse than the best plan in each.",
      "The first sign to look for is not a price, but a change in who takes part.",
    ],
  },
  {
    key: "conclusion",
    heading: "Conclusion",
    signs: /conclu|closing|main points|recommend/iu,
    openings: [
      "What remains, when the details are put aside?",
      "The short version fits into a few lines.",
      "After all this, {x} look{s} less mysterious, and no less interesting.",
    ],
    sentences: [
      "{X} {has} a long history, a few strong drivers, and more uncertainty than the usual charts admit.",
      "The figures point upwards, but carefully.",
      "Those who have to act should begin small, measure honestly, and keep a way back.",
      "Those who only wanted to understand {x} can stop here, and be a little ahead of the debate.",
    ],
  },
];

/** Of a section that somebody asked for, whatever it is called. */
export const ANY_SECTION: Omit<SectionText, "heading"> = {
  key: "any",
  signs: /./u,
  openings: [
    "{X} deserve{s} a section of {its} own here.",
    "A closer look at {x} changes the picture a little.",
    "So far {x} {was} only mentioned in passing.",
  ],
  sentences: [
    "Three points are worth keeping in mind.",
    "In practice {x} matter{s} most where time is short and several people are involved.",
    "The usual account leaves out the costs, which come later and are paid by others.",
    "Where it was tried, the results were better than the sceptics said and slower than the others hoped.",
    "More cannot be said honestly without better data.",
  ],
  list: {
    lead: "In short:",
    items: [
      "{x} {is} worth the trouble when the beginning is small",
      "what is measured gets better, what is only praised does not",
      "somebody has to be named who looks after {them}",
    ],
  },
};
