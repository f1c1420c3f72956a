/** What a person prefers, read as carefully as all that comes from outside. */
import * as z from "zod";
import { MODES, PENS } from "../../../src/documents/wire.ts";
import { type Choice, USUAL_CHOICE } from "./workspace-state.ts";

const NAME = "llm-chat workspace";

const CHOICE = z.object({
  mode: z.enum(MODES).catch(USUAL_CHOICE.mode),
  models: z.array(z.string().max(200)).max(8).catch([]),
  pen: z.enum(PENS).catch(USUAL_CHOICE.pen),
  documentShare: z.number().min(30).max(85).catch(USUAL_CHOICE.documentShare),
  theme: z.enum(["system", "light", "dark"]).catch("system"),
});

/** A browser may refuse its storage: then nothing is kept. */
export function loadChoice(storage: () => Pick<Storage, "getItem">): Choice {
  try {
    return CHOICE.parse(JSON.parse(storage().getItem(NAME) ?? "{}"));
  } catch {
    return USUAL_CHOICE;
  }
}

export function saveChoice(storage: () => Pick<Storage, "setItem">, choice: Choice): void {
  try {
    storage().setItem(NAME, JSON.stringify(choice));
  } catch {
    // Kept for as long as the page is open.
  }
}
