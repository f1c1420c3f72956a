/** The models that a person has chosen, as far as there are any of them still. Empty: the server's usual one. */
import type { WorkspaceState } from "./workspace-state.ts";

export function chosenModels({ me, ui }: Pick<WorkspaceState, "me" | "ui">): readonly string[] {
  const { models } = ui.choice;
  if (me === null) return models;
  const known = new Set(me.models.map(({ id }) => id));
  return models.every((id) => known.has(id)) ? models : models.filter((id) => known.has(id));
}
