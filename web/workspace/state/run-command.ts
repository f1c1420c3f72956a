/** Does what a key asks for. */
import type { BlockState } from "../../../src/documents/model.ts";
import type { BlockActions } from "./block-actions.ts";
import type { Command } from "./keyboard.ts";
import type { LibraryActions } from "./library-actions.ts";
import type { PromptField } from "./prompt-field.ts";
import type { Prompting } from "./prompting.ts";
import { structureOf } from "./structure.ts";
import type { WorkspaceModel } from "./workspace-model.ts";

export interface Hands {
  readonly model: WorkspaceModel;
  readonly blocks: BlockActions;
  readonly library: LibraryActions;
  readonly prompting: Prompting;
  readonly promptField: PromptField;
}

export function runCommand(command: Command, hands: Hands): void {
  const { model, blocks, library, prompting } = hands;
  const { ui, shown } = model.state;
  const activity = shown.chat?.activity;
  switch (command.type) {
    case "select":
    case "ends":
    case "change":
      return select(nextOf(command, inOrder(hands), ui.selected), model);
    case "shift":
      if (ui.selected !== null) void blocks.move(ui.selected, command.direction);
      return;
    case "accept":
    case "revert":
    case "edit":
    case "ask":
    case "add":
    case "history":
    case "delete":
      if (ui.selected !== null || command.type === "add") runForBlock(command.type, ui.selected, hands);
      return;
    case "accept_all":
      return void blocks.acceptAll();
    case "prompt":
      model.ui({ pane: "chat" });
      return hands.promptField.focus();
    case "pause":
      if (activity === "running") prompting.pause();
      else if (activity === "paused") prompting.goOn();
      return;
    case "stop":
      return prompting.stop();
    case "library":
      return model.ui({ overlay: ui.overlay?.type === "library" ? null : { type: "library" } });
    case "new_document":
      return library.startOver();
    case "pane":
      return model.ui({ pane: ui.pane === "chat" ? "document" : "chat" });
    case "follow":
      return model.ui({ isFollowing: !ui.isFollowing });
    case "help":
      return model.ui({ overlay: ui.overlay?.type === "help" ? null : { type: "help" } });
    case "escape":
      if (ui.overlay !== null) model.ui({ overlay: null });
      else if (ui.about !== null) model.ui({ about: null });
      else if (ui.editing === null) model.ui({ selected: null });
  }
}

export function runForBlock(
  action: Extract<Command, { type: "accept" | "revert" | "edit" | "ask" | "add" | "history" | "delete" }>["type"],
  id: string | null,
  { model, blocks, promptField }: Hands,
): void {
  if (action === "add") return model.edit({ type: "new", after: id });
  if (id === null) return;
  switch (action) {
    case "accept":
      return void blocks.accept(id);
    case "revert":
      return void blocks.revert(id);
    case "edit":
      model.ui({ selected: id });
      return model.edit({ type: "block", block_id: id });
    case "ask":
      model.ui({ about: id, pane: "chat" });
      return promptField.focus();
    case "history":
      return void blocks.history(id);
    case "delete":
      return void blocks.remove(id);
  }
}

function inOrder({ model }: Hands): readonly BlockState[] {
  const { blocks, earlier } = structureOf(model.state.shown);
  return [...blocks, ...earlier];
}

function nextOf(
  command: Extract<Command, { type: "select" | "ends" | "change" }>,
  states: readonly BlockState[],
  selected: string | null,
): string | undefined {
  const { direction } = command;
  const index = states.findIndex(({ block }) => block.id === selected);
  if (command.type === "ends") return states.at(direction === 1 ? -1 : 0)?.block.id;
  if (command.type === "select") {
    const next = index === -1 ? (direction === 1 ? 0 : states.length - 1) : index + direction;
    return states[Math.min(states.length - 1, Math.max(0, next))]?.block.id;
  }
  const isChange = ({ proposals }: BlockState) => proposals.length > 0;
  const rest = direction === 1 ? states.slice(index + 1) : states.slice(0, Math.max(0, index));
  return (direction === 1 ? rest.find(isChange) : rest.findLast(isChange))?.block.id;
}

function select(id: string | undefined, model: WorkspaceModel): void {
  if (id !== undefined) model.ui({ selected: id, pane: "document", isFollowing: false });
}
