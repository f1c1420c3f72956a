/** The player's page with a log in it. Pure and browser-safe: the log itself is written between the two parts. */
import { htmlText } from "./html-text.ts";

/** Where the log goes; exactly once in the page. */
export const LOG_PLACE = "<!--llm-chat-log-->";

export interface PageParts {
  readonly before: string;
  readonly after: string;
}

/**
 * `name`: of the log's file. Between the parts goes the log's gzip as base64: a data block, which no browser executes.
 * Null where `template` is not the player's page.
 */
export function htmlPage(template: string, title: string, name: string): PageParts | null {
  const [head, tail, ...more] = template.split(LOG_PLACE);
  if (head === undefined || tail === undefined || more.length > 0) return null;
  const block = `<script type="application/gzip" id="llm-chat-log" data-name="${htmlText(name)}" data-encoding="base64">`;
  return { before: `${titled(head, htmlText(title))}${block}`, after: `</script>${tail}` };
}

function titled(html: string, title: string): string {
  // A function, because a title may have a `$` in it.
  return html.replace(/<title>[^<]*<\/title>/, () => `<title>${title}</title>`);
}
