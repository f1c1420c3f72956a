/** The terminal screen of a conversation. */
export { startTui, type Tui, type TuiOptions } from "./start-tui.tsx";
export { ReplayMode, type ReplayModeOptions } from "./replay-mode.ts";
export { SourceStore } from "./source-store.ts";
export { LiveMode, type TuiControls } from "./live-mode.ts";
export { ViewStore } from "./view-store.ts";
