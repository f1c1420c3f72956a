/**
 * The rooms of a server as viewers see them. A room's stream is made when the first viewer comes: what the room still keeps,
 * then what happens, each record with the number of its event; and it is given up when the last one has gone.
 */
import { type Clock, describeNotice, isMessage } from "../chatroom/index.ts";
import { DEFAULT_ROOM, type RunningServer, type ServedRoom } from "../chatroom/server/index.ts";
import { Timeline } from "../logging/timeline.ts";
import { ViewerHub } from "../logging/viewer/viewer-hub.ts";
import type { ViewerRooms } from "../logging/viewer/viewer-server.ts";
import type { DiscussionRooms } from "./discussion-rooms.ts";
import { VERSION } from "./version.ts";

export interface LiveRoomsOptions {
  readonly rooms: RunningServer["rooms"];
  readonly clock: Clock;
  /** What models discuss for documents; absent: nothing. */
  readonly discussions?: DiscussionRooms | undefined;
}

interface Stream {
  readonly hub: ViewerHub;
  readonly stop: () => void;
}

/** Who gives no more sign of writing has stopped, ms. */
const STOPPED_WRITING_MS = 10_000;

export class LiveRooms implements ViewerRooms {
  readonly #options: LiveRoomsOptions;
  readonly #streams = new Map<string, Stream>();
  readonly #unwatch: readonly (() => void)[];

  constructor(options: LiveRoomsOptions) {
    this.#options = options;
    const { rooms, discussions } = options;
    const announce = () => {
      for (const { hub } of this.#streams.values()) hub.announceRooms(this.names);
      for (const hub of discussions?.hubs ?? []) hub.announceRooms(this.names);
    };
    this.#unwatch = [rooms.watch(announce), discussions?.watch(announce) ?? (() => {})];
  }

  get names(): readonly string[] {
    const { rooms, discussions } = this.#options;
    return [...rooms.all.map(({ name }) => name), ...(discussions?.names ?? [])];
  }

  find(asked: string | null): { readonly name: string; readonly hub: ViewerHub } | null {
    const name = asked ?? DEFAULT_ROOM;
    const room = this.#options.rooms.all.find((each) => each.name === name);
    const discussion = room ? null : this.#options.discussions?.find(name);
    if (discussion) return { name, hub: discussion };
    if (!room) return null;
    const stream = this.#streams.get(name) ?? this.#open(room);
    return { name, hub: stream.hub };
  }

  async close(): Promise<void> {
    for (const unwatch of this.#unwatch) unwatch();
    await this.#options.discussions?.close();
    await Promise.all([...this.#streams.values()].map(({ hub }) => hub.close()));
    for (const { stop } of this.#streams.values()) stop();
    this.#streams.clear();
  }

  #open({ name, host, hub: events }: ServedRoom): Stream {
    const { clock } = this.#options;
    const timeline = new Timeline({ clock, describe: describeNotice });
    const hub = new ViewerHub({
      clock,
      mode: "live",
      version: VERSION,
      before: host.oldestSeq - 1,
      onWatched: (watched) => {
        if (watched) return;
        stream.stop();
        this.#streams.delete(name);
      },
    });
    const writing = new Writing(clock, (user, activity) => {
      hub.publishSignal({ type: "activity", timestamp: new Date(clock.now()).toISOString(), user, activity });
    });
    timeline.subscribeRecords((record) => hub.publishRecord(record));
    for (const event of host.eventsAfter(0)) timeline.room(event);
    const unsubscribe = host.subscribe((event) => {
      timeline.room(event);
      if (isMessage(event)) writing.stopped(event.sender);
      else if (event.type === "left") writing.stopped(event.participant);
    });
    const unwatch = events.watchComposing((user) => writing.sign(user));
    const stream: Stream = {
      hub,
      stop: () => {
        unsubscribe();
        unwatch();
        writing.close();
      },
    };
    this.#streams.set(name, stream);
    return stream;
  }
}

/** Who is writing: signs of it come again and again, and their end is told by nobody. */
class Writing {
  readonly #clock: Clock;
  readonly #tell: (user: string, activity: "writing" | "idle") => void;
  readonly #cancels = new Map<string, () => void>();

  constructor(clock: Clock, tell: (user: string, activity: "writing" | "idle") => void) {
    this.#clock = clock;
    this.#tell = tell;
  }

  sign(user: string): void {
    const cancel = this.#cancels.get(user);
    cancel?.();
    this.#cancels.set(
      user,
      this.#clock.schedule(STOPPED_WRITING_MS, () => this.stopped(user)),
    );
    if (!cancel) this.#tell(user, "writing");
  }

  stopped(user: string): void {
    const cancel = this.#cancels.get(user);
    if (!cancel) return;
    cancel();
    this.#cancels.delete(user);
    this.#tell(user, "idle");
  }

  close(): void {
    for (const cancel of this.#cancels.values()) cancel();
    this.#cancels.clear();
  }
}
