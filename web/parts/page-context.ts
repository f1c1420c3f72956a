/** What every component may use: the page, what is open, and how to obey a command. */
import { createContext, use } from "react";
import type { Command } from "../state/keyboard.ts";
import type { PageModel } from "../state/page-model.ts";
import type { PageState } from "../state/page-state.ts";
import type { Preferences } from "../state/preferences.ts";
import { type Store, useStore } from "../state/store.ts";
import type { UiState } from "../state/ui-state.ts";

export interface PageTools {
  readonly model: PageModel;
  readonly ui: Store<UiState>;
  readonly run: (command: Command) => void;
  readonly prefer: (part: Partial<Preferences>) => void;
  /** Served by its own server: the address is fixed. */
  readonly isServed: boolean;
  /** Asked for by `?ws=`, or its own server. */
  readonly address: string;
}

export const PageContext = createContext<PageTools | null>(null);

export function useTools(): PageTools {
  const tools = use(PageContext);
  if (tools === null) throw new Error("a component outside of the page");
  return tools;
}

export function usePage<Part>(select: (page: PageState) => Part): Part {
  return useStore(useTools().model.page, select);
}

export function useUi<Part>(select: (ui: UiState) => Part): Part {
  return useStore(useTools().ui, select);
}
