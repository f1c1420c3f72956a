/** Somebody who races others for the next place in a room, over whatever wire. */

export type Attempt =
  | { readonly sent: true; readonly seq: number }
  /** `heard`: the messages that came back, as `Sender: content`. */
  | { readonly sent: false; readonly reason: string; readonly heard: readonly string[] };

export interface Racer {
  readonly name: string;
  /** Reads everything up to `head`, the last seq of the room, and writes `content`. */
  prepare(head: number, content: string): Promise<void>;
  /** Sends what was prepared, unless something has been said since. */
  push(): Promise<Attempt>;
  /** Sends `content` whatever has been said: that ends a row of refusals. */
  broadcast(content: string): Promise<void>;
}

/** Racers in one room, over one wire. */
export interface Track {
  readonly racers: readonly Racer[];
  /** The last seq of the room. */
  head(): number;
  /** Everything that was said, as `Sender: content`. */
  messages(): readonly string[];
  close(): Promise<void>;
}

export const NAMES: readonly string[] = Array.from({ length: 16 }, (_, number) => `Racer ${number + 1}`);
