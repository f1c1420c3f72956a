/** What the readers of v1 and v2 have in common: what a record of either says. */

/** A piece of what a participant's model said or was told. */
export type LegacyPart =
  | { readonly kind: "thinking" | "text" | "instruction"; readonly text: string }
  | { readonly kind: "call"; readonly id: string | null; readonly name: string; readonly arguments: unknown }
  | { readonly kind: "response"; readonly id: string | null; readonly text: string };
