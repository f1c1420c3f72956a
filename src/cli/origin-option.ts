/** `--allow-origin`: from where a page may call, as a browser says it. */
import * as z from "zod";

export const origin = z.string().refine((text) => text === "null" || (URL.canParse(text) && isOrigin(text)), {
  error: ({ input }) => `"${String(input)}" is no origin; write it as a browser says it, like https://example.org`,
});

/** A slash behind it does no harm. */
function isOrigin(text: string): boolean {
  const { origin } = new URL(text);
  return origin !== "null" && origin === text.toLowerCase().replace(/\/$/, "");
}
