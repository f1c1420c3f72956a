/** What a key does. Pure: the page hands in where the focus is, and obeys. */
export type Command =
  | { readonly type: "toggle" }
  | { readonly type: "seekBy"; readonly ms: number }
  | { readonly type: "step" }
  | { readonly type: "speed"; readonly direction: 1 | -1 }
  | { readonly type: "message"; readonly direction: 1 | -1 }
  | { readonly type: "marker"; readonly direction: 1 | -1 }
  | { readonly type: "search" }
  | { readonly type: "begin" }
  | { readonly type: "end" }
  | { readonly type: "help" }
  | { readonly type: "escape" };

export interface KeyPress {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
  /** Where it was pressed: text and choices take keys for themselves, a button takes space and enter, lists their own ends. */
  readonly focus: "text" | "button" | "slider" | "page";
}

export const SEEK_STEP = 5_000;

export function commandOf({ key, ctrlKey, metaKey, altKey, focus }: KeyPress): Command | null {
  if (key === "Escape") return { type: "escape" };
  if (ctrlKey || metaKey || altKey || focus === "text") return null;
  switch (key) {
    case " ":
      return focus === "button" ? null : { type: "toggle" };
    case "ArrowLeft":
      return { type: "seekBy", ms: -SEEK_STEP };
    case "ArrowRight":
      return { type: "seekBy", ms: SEEK_STEP };
    case ".":
      return { type: "step" };
    case "<":
      return { type: "speed", direction: -1 };
    case ">":
      return { type: "speed", direction: 1 };
    case "[":
      return { type: "message", direction: -1 };
    case "]":
      return { type: "message", direction: 1 };
    case "m":
      return { type: "marker", direction: 1 };
    case "M":
      return { type: "marker", direction: -1 };
    case "/":
      return { type: "search" };
    case "g":
      return { type: "begin" };
    case "G":
      return { type: "end" };
    case "Home":
      return focus === "slider" ? { type: "begin" } : null;
    case "End":
      return focus === "slider" ? { type: "end" } : null;
    case "?":
      return { type: "help" };
    default:
      return null;
  }
}

export const KEYS: readonly (readonly [keys: string, does: string])[] = [
  ["space", "play and pause"],
  ["← →", "5 seconds back and on"],
  [".", "one record on"],
  ["< >", "slower and faster"],
  ["[ ]", "previous and next message"],
  ["m  M", "next and previous marker"],
  ["/", "search; enter: next, shift enter: previous"],
  ["g  G", "to the start, to the end (live: to now)"],
  ["?", "this page"],
  ["esc", "closes what is open"],
];

export const SPEEDS: readonly number[] = [0.25, 0.5, 1, 2, 4, 8, 16];

/** The next speed of the list; a speed in between goes to its neighbour. */
export function nextSpeed(speed: number, direction: 1 | -1): number {
  const next = direction > 0 ? SPEEDS.find((value) => value > speed) : SPEEDS.findLast((value) => value < speed);
  return next ?? speed;
}
