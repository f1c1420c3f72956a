/** Paints what matches the search in the rows that are in sight, without touching them (CSS custom highlights). */
import { useEffect } from "react";
import { usePage } from "./page-context.ts";

const NAME = "search";
const MOST_RANGES = 2_000;

export function useSearchHighlights(): void {
  const query = usePage((page) => page.filter.query)
    .trim()
    .toLowerCase();
  useEffect(() => {
    // A browser that cannot paint them still marks the row one is led to.
    if (!("highlights" in CSS) || query === "") return;
    let frame = 0;
    const paint = (): void => {
      frame = 0;
      CSS.highlights.set(NAME, new Highlight(...rangesOf(query)));
    };
    const soon = (): void => {
      frame ||= requestAnimationFrame(paint);
    };
    const observer = new MutationObserver(soon);
    observer.observe(document.body, { childList: true, subtree: true, characterData: true });
    paint();
    return () => {
      observer.disconnect();
      cancelAnimationFrame(frame);
      CSS.highlights.delete(NAME);
    };
  }, [query]);
}

function rangesOf(query: string): Range[] {
  const ranges: Range[] = [];
  for (const rows of document.querySelectorAll(".rows")) {
    const walker = document.createTreeWalker(rows, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
      const text = (node.nodeValue ?? "").toLowerCase();
      for (let at = text.indexOf(query); at >= 0; at = text.indexOf(query, at + query.length)) {
        // Some letters have another length in lower case; a range that does not fit is left out.
        if (at + query.length > (node.nodeValue ?? "").length || ranges.length === MOST_RANGES) break;
        const range = new Range();
        range.setStart(node, at);
        range.setEnd(node, at + query.length);
        ranges.push(range);
      }
    }
  }
  return ranges;
}
