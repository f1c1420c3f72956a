/** The terminal screen of a conversation. */
export { startTui, type Tui, type TuiOptions } from "./start-tui.tsx";
export type { TuiControls } from "./tui-model.ts";
export { ViewStore } from "./view-store.ts";
