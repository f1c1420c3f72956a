/** What is open, and what a person prefers. */
import type { Preferences } from "./preferences.ts";

export interface UiState {
  readonly panel: boolean;
  readonly help: boolean;
  readonly filters: boolean;
  /** The pane that a phone shows. */
  readonly pane: string;
  readonly preferences: Preferences;
}
