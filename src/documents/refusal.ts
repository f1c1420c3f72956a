/** Why something was not done: data, with a message that names the fix. */

export type RefusalCode =
  /** Also what is another user's. */
  | "not_found"
  | "invalid"
  /** The block has changed since: `difference` says how. */
  | "stale_base"
  /** A text is being written there. */
  | "being_written"
  | "too_large";

export interface Refusal {
  readonly code: RefusalCode;
  /** One sentence. */
  readonly message: string;
  /** With `stale_base`: from the block as it is to what was proposed, as a unified diff. */
  readonly difference?: string;
  /** With `stale_base`: the block's version and text now. */
  readonly version?: number;
  readonly current?: string | null;
}

export function refusal(
  code: RefusalCode,
  message: string,
  more: Partial<Refusal> = {},
): { readonly refusal: Refusal } {
  return { refusal: { code, message, ...more } };
}
