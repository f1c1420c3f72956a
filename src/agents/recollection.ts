/** What an agent has been shown of the room lately: all that is left of its history when that must begin anew. */
import { isMessage, type MessageEvent, type RoomEvent } from "../chatroom/protocol.ts";

const MESSAGES = 20;
const MESSAGE_CHARACTERS = 1_500;
const TOTAL_CHARACTERS = 6_000;

export class Recollection {
  /** By seq: what was pushed is heard of twice. */
  readonly #messages = new Map<number, MessageEvent>();

  note(event: RoomEvent): void {
    if (!isMessage(event)) return;
    this.#messages.set(event.seq, event);
    if (this.#messages.size <= 4 * MESSAGES) return;
    const oldest = Math.min(...this.#messages.keys());
    this.#messages.delete(oldest);
  }

  /** The last messages up to `seen`, oldest first, cut so that they fit in any context. */
  last(seen: number): readonly MessageEvent[] {
    const shown = [...this.#messages.values()].filter(({ seq }) => seq <= seen).sort((a, b) => b.seq - a.seq);
    const chosen: MessageEvent[] = [];
    let total = 0;
    for (const event of shown.slice(0, MESSAGES)) {
      const content = shorten(event.content);
      total += content.length;
      if (total > TOTAL_CHARACTERS && chosen.length > 0) break;
      chosen.unshift({ ...event, content });
    }
    return chosen;
  }
}

function shorten(content: string): string {
  return content.length > MESSAGE_CHARACTERS ? `${content.slice(0, MESSAGE_CHARACTERS).toWellFormed()}…` : content;
}
