/** What `models` and `doctor` take: where keys and config come from, and in which form to answer. */
import * as z from "zod";
import type { RawOptions } from "./options.ts";

const schema = z.object({
  json: z.boolean().default(false),
  envFile: z.string().optional(),
  config: z.string().optional(),
  logDir: z.string().optional(),
});

export type CommonOptions = z.output<typeof schema>;

export function commonOptions(raw: RawOptions): CommonOptions {
  return schema.parse(raw);
}
