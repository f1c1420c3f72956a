/** The colour of each name, the same as in the terminal. */
import { assignColors } from "../../src/logging/colors.ts";
import type { ViewState } from "../../src/logging/view-types.ts";
import type { PageState } from "./page-state.ts";

/** The same object as `before` had while nobody has come or gone. */
export function colorsOf(view: ViewState, before: PageState): ReadonlyMap<string, string> {
  const { agents, participants } = view;
  const isSame =
    before.colors.size > 0 &&
    participants === before.view.participants &&
    agents.length === before.view.agents.length &&
    agents[0]?.name === before.view.agents[0]?.name;
  if (isSame) return before.colors;
  const colors = new Map<string, string>();
  for (const [name, { hex }] of assignColors([...agents.map(({ name }) => name), ...participants]))
    colors.set(name, hex);
  return colors;
}
