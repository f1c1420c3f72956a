/** Who hears what a room tells. A listener's fault is no fault of the room, and the others still hear. */
import type { ChatError } from "./errors.ts";
import type { RoomEvent } from "./protocol.ts";
import { surfacing } from "./surfacing.ts";

export type RoomListener = (event: RoomEvent) => void;

export class RoomListeners {
  readonly #hear = new Set<RoomListener>();
  readonly #hearEnd = new Set<(error: ChatError) => void>();

  /** Returns how to stop. */
  add(listener: RoomListener, onClosed?: (error: ChatError) => void): () => void {
    this.#hear.add(listener);
    if (onClosed) this.#hearEnd.add(onClosed);
    return () => {
      this.#hear.delete(listener);
      if (onClosed) this.#hearEnd.delete(onClosed);
    };
  }

  /** One that came while the event is told hears from the next one; one that went hears no more. */
  tell(event: RoomEvent): void {
    for (const listener of [...this.#hear]) {
      if (this.#hear.has(listener)) surfacing(() => listener(event));
    }
  }

  /** No more will be told. */
  tellClosed(error: ChatError): void {
    for (const listener of [...this.#hearEnd]) listener(error);
  }
}
