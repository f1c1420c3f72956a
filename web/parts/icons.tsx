/** The page's icons, drawn here: nothing is loaded. */
const PATHS = {
  play: "M7 4.5v15l12-7.5z",
  pause: "M7 5h3.5v14H7zM13.5 5H17v14h-3.5z",
  step: "M6 5l9 7-9 7zM16.5 5H19v14h-2.5z",
  previous: "M15 5l-7 7 7 7",
  next: "M9 5l7 7-7 7",
  marker: "M6 21V4h11l-2.5 4L17 12H6",
  gear: "M12 8.8a3.2 3.2 0 1 0 0 6.4 3.2 3.2 0 0 0 0-6.4zM19.4 13.5l1.6 1.2-1.8 3.1-1.9-.7a7.4 7.4 0 0 1-2.2 1.3l-.3 2.1h-3.6l-.3-2.1a7.4 7.4 0 0 1-2.2-1.3l-1.9.7L5 14.7l1.6-1.2a7.6 7.6 0 0 1 0-3L5 9.3l1.8-3.1 1.9.7a7.4 7.4 0 0 1 2.2-1.3l.3-2.1h3.6l.3 2.1a7.4 7.4 0 0 1 2.2 1.3l1.9-.7L21 9.3l-1.6 1.2a7.6 7.6 0 0 1 0 3z",
  search: "M11 4a7 7 0 1 0 0 14 7 7 0 0 0 0-14zM16.2 16.2L21 21",
  close: "M6 6l12 12M18 6L6 18",
  warning: "M12 4l9 16H3zM12 10v4.5M12 17v.6",
  down: "M12 5v14M6 13l6 6 6-6",
  file: "M6 3h8l4 4v14H6zM14 3v4h4",
  help: "M9 9a3 3 0 1 1 4.6 2.5c-1 .7-1.6 1.2-1.6 2.5M12 17.4v.6",
} as const;

export type IconName = keyof typeof PATHS;

const FILLED: ReadonlySet<IconName> = new Set<IconName>(["play", "pause", "step"]);

export function Icon({ name }: { readonly name: IconName }) {
  return (
    <svg className={FILLED.has(name) ? "icon filled" : "icon"} viewBox="0 0 24 24" aria-hidden="true">
      <path d={PATHS[name]} />
    </svg>
  );
}
