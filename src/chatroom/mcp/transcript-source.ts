/** The room as a text that hosts can read and watch, wherever the room is. */
import { renderEvent } from "../core/transcript.ts";
import type { RoomEvent } from "../protocol.ts";
import type { RoomHost } from "../room-host.ts";

/** The resource shows this many events, the newest. */
const SHOWN = 100;

export interface TranscriptSource {
  /** Of the room. */
  readonly name: string;
  /** The newest events, oldest first. */
  recent(): readonly RoomEvent[];
  /** Tells of every event; returns how to stop. */
  subscribe(listener: (event: RoomEvent) => void): () => void;
}

/** A room of this process. */
export function hostTranscript(name: string, host: RoomHost): TranscriptSource {
  return {
    name,
    recent: () => host.eventsAfter(host.lastSeq - SHOWN),
    subscribe: (listener) => host.subscribe(listener),
  };
}

/** A room elsewhere: as much of it as has been told since. Stays subscribed for good. */
export function heardTranscript(name: string, subscribe: TranscriptSource["subscribe"]): TranscriptSource {
  const heard: RoomEvent[] = [];
  subscribe((event) => {
    heard.push(event);
    if (heard.length > SHOWN) heard.shift();
  });
  return { name, recent: () => heard, subscribe };
}

export function transcriptUri({ name }: TranscriptSource): string {
  return `room://${name}/transcript`;
}

export function renderTranscript(source: TranscriptSource): string {
  return source.recent().map(renderEvent).join("\n");
}
