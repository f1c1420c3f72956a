/** All that the page knows. */
import type { MeAnswer } from "../../../src/documents/http-api.ts";
import type { Chat, Document, Revision } from "../../../src/documents/model.ts";
import type { Mode, PenHolders } from "../../../src/documents/wire.ts";
import type { Failure } from "../connect/api.ts";
import type { LinkState } from "../connect/page-link.ts";
import type { Place } from "../connect/place.ts";
import { NOTHING_SHOWN, type Shown } from "./shown.ts";

export interface WorkspaceState {
  readonly link: LinkState;
  /** The server wants a token (`token_missing`), or another one. */
  readonly access: "asking" | "granted" | "token_missing" | "token_wrong";
  readonly me: MeAnswer | null;
  readonly chats: readonly Chat[];
  readonly documents: readonly Document[];
  readonly place: Place;
  /** What is shown is not of `place` yet. */
  readonly isOpening: boolean;
  readonly shown: Shown;
  /** Of authors, by their names. */
  readonly colors: ReadonlyMap<string, string>;
  readonly outbox: readonly Outgoing[];
  readonly notices: readonly Notice[];
  readonly ui: UiState;
}

/** A message on its way. `lost`: the connection broke, and nobody knows it. `refused`: the server said why. */
export interface Outgoing {
  readonly id: number;
  readonly status: "waiting" | "sent" | "lost" | "refused";
  readonly content: string;
  readonly chat_id: string;
  readonly document_id: string | null;
  readonly block_id: string | null;
  /** How many messages of people the chat had. */
  readonly before: number;
}

export interface Notice {
  readonly id: number;
  readonly tone: "good" | "bad";
  readonly words: string;
  readonly action?: { readonly words: string; readonly run: () => void };
}

export interface UiState {
  readonly pane: "document" | "chat";
  /** The chosen block of the document. */
  readonly selected: string | null;
  readonly editing: Editing | null;
  /** The block that the next prompt is about. */
  readonly about: string | null;
  readonly isFollowing: boolean;
  /** Something is being written out of sight. */
  readonly isAway: boolean;
  readonly overlay: Overlay;
  readonly choice: Choice;
}

export type Overlay =
  | null
  | { readonly type: "help" }
  | { readonly type: "library" }
  | { readonly type: "history"; readonly block_id: string; readonly revisions: readonly Revision[] | null }
  /** Accepting what is stale: after its difference has been seen. */
  | { readonly type: "stale"; readonly block_id: string; readonly proposal_id: string; readonly failure: Failure };

export type Editing =
  | { readonly type: "block"; readonly block_id: string }
  /** `after` null: first. */
  | { readonly type: "new"; readonly after: string | null };

/** With what a person works; kept where the browser allows it. */
export interface Choice {
  readonly mode: Mode;
  /** Several discuss. Empty: the server's usual one. */
  readonly models: readonly string[];
  readonly pen: PenHolders;
  /** Percent of the width. */
  readonly documentShare: number;
  readonly theme: "system" | "light" | "dark";
}

export const USUAL_CHOICE: Choice = { mode: "agent", models: [], pen: "first", documentShare: 66, theme: "system" };

export function initialState(place: Place, choice: Choice): WorkspaceState {
  return {
    link: { status: "off" },
    access: "asking",
    me: null,
    chats: [],
    documents: [],
    place,
    isOpening: place.chat_id !== null || place.document_id !== null,
    shown: NOTHING_SHOWN,
    colors: new Map(),
    outbox: [],
    notices: [],
    ui: {
      pane: "document",
      selected: null,
      editing: null,
      about: null,
      isFollowing: true,
      isAway: false,
      overlay: null,
      choice,
    },
  };
}
