/** Where the page to work in begins: its address, its token, the browser's part. */
import "../without-eval.ts";
import { flushSync } from "react-dom";
import { createRoot } from "react-dom/client";
import { systemClock } from "../../src/chatroom/clock.ts";
import { readAddress, socketUrl, writeAddress } from "./connect/place.ts";
import { App } from "./parts/app.tsx";
import { DrawQueue } from "./parts/draw-queue.ts";
import { type Workspace, WorkspaceContext } from "./parts/workspace-context.ts";
import { BlockActions } from "./state/block-actions.ts";
import { loadChoice, saveChoice } from "./state/choice.ts";
import { Drafts } from "./state/drafts.ts";
import { commandOf, type KeyPress } from "./state/keyboard.ts";
import { LibraryActions } from "./state/library-actions.ts";
import { PromptField } from "./state/prompt-field.ts";
import { keepOpenEditor } from "./state/open-editor.ts";
import { keepOutbox } from "./state/outbox-keeper.ts";
import { Prompting } from "./state/prompting.ts";
import { runCommand } from "./state/run-command.ts";
import { TokenKeeper } from "./state/token-keeper.ts";
import { WorkspaceModel } from "./state/workspace-model.ts";
import "../styles/tokens.css";
import "../styles/markdown.css";
import "../styles/buttons.css";
import "./styles/workspace.css";
import "./styles/document.css";
import "./styles/chat.css";
import "./styles/dialogs.css";

const address = readAddress(location.href);
const tokens = new TokenKeeper(() => sessionStorage);
if (address.token !== null) tokens.keep(address.token);
history.replaceState(null, "", writeAddress(location.href, address.place));

/** ms between two foldings while nobody looks: a hidden page draws nothing. */
const UNSEEN = 250;

const model = new WorkspaceModel(
  {
    clock: systemClock,
    random: Math.random,
    openSocket: () => new WebSocket(socketUrl(location.href, tokens.token)),
    fetch: fetch.bind(globalThis),
    token: () => tokens.token,
    whenDrawn: (callback) => {
      if (document.hidden) setTimeout(callback, UNSEEN);
      else requestAnimationFrame(callback);
    },
    onPlace: (place, isNew) => {
      const href = writeAddress(location.href, place);
      if (isNew) history.pushState(null, "", href);
      else history.replaceState(null, "", href);
    },
  },
  address.place,
  loadChoice(() => localStorage),
);

const workspace: Workspace = {
  model,
  blocks: new BlockActions(model),
  library: new LibraryActions(model),
  prompting: new Prompting(model),
  drawQueue: new DrawQueue(),
  drafts: new Drafts(() => sessionStorage),
  promptField: new PromptField(),
  choose: (part) => {
    const choice = { ...model.state.ui.choice, ...part };
    model.ui({ choice });
    saveChoice(() => localStorage, choice);
  },
  giveToken: (token) => {
    tokens.keep(token);
    void model.start();
  },
};
model.store.subscribe(() => workspace.prompting.flush());
keepOpenEditor(model, workspace.drafts);
keepOutbox(model, () => sessionStorage);

addEventListener("keydown", (event) => {
  if (model.state.access.startsWith("token") || event.defaultPrevented) return;
  const command = commandOf({ ...keysOf(event), focus: focusOf(event.target) });
  const { overlay } = model.state.ui;
  // A dialog has its own keys; it closes at once, so that the next key is for the page.
  if (command === null || (overlay !== null && command.type !== "help" && command.type !== "escape")) return;
  if (command.type !== "escape") event.preventDefault();
  runCommand(command, workspace);
});
addEventListener("beforeprint", () => flushSync(workspace.drawQueue.drawAll));
addEventListener("online", () => model.link.hurry());
addEventListener("popstate", () => model.show(readAddress(location.href).place, false));
document.addEventListener("visibilitychange", () => {
  if (document.visibilityState === "visible") model.link.hurry();
});

const element = document.getElementById("page");
if (element === null) throw new Error("the page has no place for it");
createRoot(element).render(
  <WorkspaceContext value={workspace}>
    <App />
  </WorkspaceContext>,
);
void model.start();

function keysOf({ key, ctrlKey, metaKey, altKey }: KeyboardEvent): Omit<KeyPress, "focus"> {
  return { key, ctrlKey, metaKey, altKey };
}

function focusOf(focused: EventTarget | null): KeyPress["focus"] {
  if (!(focused instanceof HTMLElement)) return "page";
  const isText = focused.closest('input:not([type="checkbox"], [type="radio"]), select, textarea, [role="separator"]');
  if (isText) return "text";
  return focused.closest('[role="log"], .menu-panel') ? "list" : "page";
}
