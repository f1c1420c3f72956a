/** Where the page begins: what it plays (a log inside it, its server, the address it was given), and the browser's part. */
import "./without-eval.ts";
import { createRoot } from "react-dom/client";
import { systemClock } from "../src/chatroom/clock.ts";
import { DEFAULT_ADDRESS, targetOfPage } from "./connect/address.ts";
import { embeddedLog } from "./connect/embedded-log.ts";
import { App } from "./parts/app.tsx";
import { PageContext, type PageTools } from "./parts/page-context.ts";
import { type Command, commandOf, type KeyPress } from "./state/keyboard.ts";
import { PageModel } from "./state/page-model.ts";
import { loadPreferences, type Preferences, savePreferences } from "./state/preferences.ts";
import { CHAT } from "./state/row-index.ts";
import { runCommand } from "./state/run-command.ts";
import { Store } from "./state/store.ts";
import type { UiState } from "./state/ui-state.ts";
import "./styles/tokens.css";
import "./styles/page.css";
import "./styles/panes.css";
import "./styles/markdown.css";
import "./styles/buttons.css";
import "./styles/controls.css";

const model = new PageModel({
  clock: systemClock,
  random: Math.random,
  openSocket: (address) => new WebSocket(address),
  fetch: fetch.bind(globalThis),
});
const storage = (): Storage => localStorage;
const preferences = loadPreferences(storage);
const ui = new Store<UiState>({ panel: false, help: false, filters: false, pane: CHAT, preferences });
model.setSpeed(preferences.speed);

const prefer = (part: Partial<Preferences>): void => {
  const changed = { ...ui.value.preferences, ...part };
  ui.change({ preferences: changed });
  savePreferences(storage, changed);
  if (part.speed !== undefined) model.setSpeed(part.speed);
};
const run = (command: Command): void => runCommand(command, { model, ui, prefer });

const target = targetOfPage(location.href);
const isServed = location.protocol === "http:" || location.protocol === "https:";
const tools: PageTools = { model, ui, run, prefer, isServed, address: target?.url ?? DEFAULT_ADDRESS };

addEventListener("keydown", (event) => {
  const command = commandOf({ ...keysOf(event), focus: focusOf(event.target) });
  if (command === null || (ui.value.help && command.type !== "help")) return;
  if (command.type !== "escape") event.preventDefault();
  run(command);
});
addEventListener("online", () => model.hurry());
document.addEventListener("visibilitychange", () => {
  if (document.visibilityState === "visible") model.hurry();
});

const element = document.getElementById("page");
if (element === null) throw new Error("the page has no place for it");
createRoot(element).render(
  <PageContext value={tools}>
    <App />
  </PageContext>,
);

try {
  const log = await embeddedLog(document);
  if (log !== null) await model.openFile(log.blob, log.name);
  else if (target !== null) model.connect(target);
} catch (error) {
  model.fail(error instanceof Error ? error.message : String(error));
}

function keysOf({ key, ctrlKey, metaKey, altKey }: KeyboardEvent): Omit<KeyPress, "focus"> {
  return { key, ctrlKey, metaKey, altKey };
}

function focusOf(focused: EventTarget | null): KeyPress["focus"] {
  if (!(focused instanceof HTMLElement)) return "page";
  if (focused.closest('input:not([type="checkbox"], [type="radio"]), select, textarea, [role="separator"]'))
    return "text";
  if (focused.closest('[role="slider"]')) return "slider";
  return focused.closest("button, a, label, input, summary") ? "button" : "page";
}
