/** What the parts of the host share: one queue, so that what one of them does is over before another begins. */
import type { Clock } from "../../chatroom/clock.ts";
import type { NewId } from "../ids.ts";
import type { DocumentStore } from "../store/document-store.ts";
import type { HostText } from "./host-text.ts";
import type { Hub } from "./hub.ts";
import type { Kept } from "./kept.ts";
import type { SerialQueue } from "./serial-queue.ts";

export interface HostParts {
  readonly store: DocumentStore;
  readonly kept: Kept;
  readonly hub: Hub;
  readonly queue: SerialQueue;
  readonly clock: Clock;
  readonly newId: NewId;
  /** By proposal. */
  readonly texts: Map<string, HostText>;
}
