/** Obeys a command: keys and buttons mean the same. */
import { isMarkerItem, isMessageItem } from "../../src/logging/replay/landmarks.ts";
import { type Command, nextSpeed } from "./keyboard.ts";
import type { PageModel } from "./page-model.ts";
import type { Preferences } from "./preferences.ts";
import type { Store } from "./store.ts";
import type { UiState } from "./ui-state.ts";

export interface CommandTools {
  readonly model: PageModel;
  readonly ui: Store<UiState>;
  readonly prefer: (part: Partial<Preferences>) => void;
}

/** What one may press faster than it is done. */
const STEPS: ReadonlySet<Command["type"]> = new Set(["seekBy", "step", "message", "marker"]);

export function runCommand(command: Command, { model, ui, prefer }: CommandTools): void {
  const { source, steps } = model;
  // What is asked for now comes before what was asked for and has not begun.
  if (!STEPS.has(command.type)) steps.clear();
  switch (command.type) {
    case "toggle":
      if (source?.state.status === "playing" || source?.state.status === "seeking") source.pause();
      else source?.play();
      return model.soon();
    case "seekBy":
      if (source) steps.add(() => source.seek(source.state.position + command.ms));
      return;
    case "step":
      if (source) steps.add(() => source.step());
      return;
    case "speed":
      if (source && !source.state.live) prefer({ speed: nextSpeed(source.state.speed, command.direction) });
      return;
    case "message":
      if (source) steps.add(() => source.find(isMessageItem, command.direction));
      return;
    case "marker":
      if (source) steps.add(() => source.find(isMarkerItem, command.direction));
      return;
    case "search":
      // Where it is open already, the field is gone to.
      if (ui.value.filters) document.querySelector<HTMLInputElement>(".search-field input")?.focus();
      return ui.change({ filters: true, panel: false });
    case "begin":
      return void source?.seek(0);
    case "end":
      return void source?.seekEnd();
    case "help":
      return ui.change({ help: !ui.value.help });
    case "escape":
      return escape(model, ui);
  }
}

/** What is open closes; then what is searched for is forgotten. */
function escape(model: PageModel, ui: Store<UiState>): void {
  const { help, panel } = ui.value;
  if (help) return ui.change({ help: false });
  if (panel) return ui.change({ panel: false });
  ui.change({ filters: false });
  const { filter } = model.page.value;
  if (filter.query !== "") model.setFilter({ ...filter, query: "", onlyMatches: false });
}
