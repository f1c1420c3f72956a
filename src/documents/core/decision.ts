/** What comes of a command: what is to be written, or why nothing is. */
import type { Change } from "../change.ts";
import type { Refusal } from "../refusal.ts";

export type Decision = { readonly changes: readonly Change[] } | { readonly refusal: Refusal };

export function done(...changes: readonly Change[]): Decision {
  return { changes };
}
