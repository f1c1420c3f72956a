/**
 * A participant's colour, the same wherever it is shown: plain lines, terminal columns, web page. Browser-safe.
 * All are of middle luminance, so that they read on black and on white (contrast at least 3.5 on either).
 */
export interface NameColor {
  /** For the web and for Ink. */
  readonly hex: string;
  /** The same colour in the 256-colour palette of terminals. */
  readonly ansi256: number;
}

/** Neighbours differ in hue, so that names given neighbouring colours are told apart. */
export const PALETTE: readonly NameColor[] = [
  { hex: "#0087d7", ansi256: 32 },
  { hex: "#d75f00", ansi256: 166 },
  { hex: "#008700", ansi256: 28 },
  { hex: "#d700af", ansi256: 163 },
  { hex: "#008787", ansi256: 30 },
  { hex: "#d70000", ansi256: 160 },
  { hex: "#875fd7", ansi256: 98 },
  { hex: "#878700", ansi256: 100 },
  { hex: "#af5f87", ansi256: 132 },
  { hex: "#5f8700", ansi256: 64 },
  { hex: "#005fff", ansi256: 27 },
  { hex: "#5f87af", ansi256: 67 },
];

/** The colour of `name` where the other names are not known. */
export function colorOf(name: string): NameColor {
  return colorAt(hashOf(name));
}

/**
 * A colour for each name. The first ones keep the colour `colorOf` gives them; one whose colour is taken gets the
 * next free one, so that up to twelve are all different.
 */
export function assignColors(names: Iterable<string>): ReadonlyMap<string, NameColor> {
  const colors = new Map<string, NameColor>();
  const taken = new Set<number>();
  for (const name of names) {
    if (colors.has(name)) continue;
    if (taken.size === PALETTE.length) taken.clear();
    let index = hashOf(name) % PALETTE.length;
    while (taken.has(index)) index = (index + 1) % PALETTE.length;
    taken.add(index);
    colors.set(name, colorAt(index));
  }
  return colors;
}

function colorAt(index: number): NameColor {
  const color = PALETTE[index % PALETTE.length];
  if (color === undefined) throw new RangeError(`no colour ${index}`);
  return color;
}

/** FNV-1a over the code units. */
function hashOf(name: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < name.length; index++) {
    hash = Math.imul(hash ^ name.charCodeAt(index), 0x01000193);
  }
  return hash >>> 0;
}
