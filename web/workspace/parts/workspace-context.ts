/** What every part reaches: the state, and the hands. */
import { createContext, use } from "react";
import { useStore } from "../../state/store.ts";
import type { DrawQueue } from "./draw-queue.ts";
import type { Drafts } from "../state/drafts.ts";
import type { Hands } from "../state/run-command.ts";
import type { Choice, WorkspaceState } from "../state/workspace-state.ts";

export interface Workspace extends Hands {
  readonly drafts: Drafts;
  readonly drawQueue: DrawQueue;
  /** Keeps what a person chose. */
  readonly choose: (part: Partial<Choice>) => void;
  readonly giveToken: (token: string) => void;
}

export const WorkspaceContext = createContext<Workspace | null>(null);

export function useWorkspace(): Workspace {
  const workspace = use(WorkspaceContext);
  if (workspace === null) throw new Error("a part of the workspace stands outside of it");
  return workspace;
}

/** `select` returns a part that keeps its identity while it does not change. */
export function useWorkspaceState<Part>(select: (state: WorkspaceState) => Part): Part {
  return useStore(useWorkspace().model.store, select);
}
