/**
 * Everything that happens, as one ordered stream: room events and agent events come in, log records and live signals
 * go out to every listener, in the same order for all. It only watches: nothing here can change or stop the talk.
 */
import type { AgentEvent } from "../agents/types.ts";
import type { Clock } from "../chatroom/clock.ts";
import { isMessage, type NoticeEvent, type RoomEvent, SERVER_NAME } from "../chatroom/protocol.ts";
import { agentRecord, SYSTEM_NAME, type Unstamped } from "./agent-record.ts";
import { holdWord, showAll } from "./hold-back.ts";
import { ModelBlocks } from "./model-blocks.ts";
import { isRecord, type LogRecord, type TimelineItem } from "./record.ts";
import type { Redactor } from "./redact.ts";

export interface TimelineOptions {
  readonly clock: Clock;
  /** A notice in words (`describeNotice` of the room's transcript). */
  readonly describe: (event: NoticeEvent) => string;
  /** Applied once, before any listener: log, terminal and page are then all free of keys. */
  readonly redact?: Redactor;
  /** A listener threw. It stays subscribed. */
  readonly onListenerError?: (error: unknown) => void;
}

export interface SessionStart {
  readonly topic: string;
  readonly room: string;
  readonly floor: "open" | "stick";
  readonly agents: readonly { readonly name: string; readonly model: string }[];
  /** append_limit, limits, seed, version … */
  readonly [more: string]: unknown;
}

export interface SessionEnd {
  readonly reason: string;
  /** exit_code, messages, turns, usage, duration_ms … */
  readonly [more: string]: unknown;
}

export type TimelineListener = (item: TimelineItem) => void;

export class Timeline {
  readonly #options: TimelineOptions;
  readonly #listeners = new Set<TimelineListener>();
  /** How many of them want the live signals too. */
  #liveListeners = 0;
  readonly #blocks = new Map<string, ModelBlocks>();
  /** A listener may itself cause an item; it waits here, so that all listeners see one order. */
  readonly #waiting: TimelineItem[] = [];
  #telling = false;
  /** The last timestamp given, and when: pieces of a stream come many in a millisecond. */
  #stampedAt = Number.NaN;
  #stamp = "";

  constructor(options: TimelineOptions) {
    this.#options = options;
  }

  /** Records and live signals, from now on; the returned function ends it. */
  subscribe(listener: TimelineListener): () => void {
    const unsubscribe = this.#add(listener);
    this.#liveListeners++;
    return () => {
      if (unsubscribe()) this.#liveListeners--;
    };
  }

  /** As `subscribe`, but records alone: while nobody watches live, no word is redacted twice. */
  subscribeRecords(listener: (record: LogRecord) => void): () => void {
    return this.#add((item) => {
      if (isRecord(item)) listener(item);
    });
  }

  start(metadata: SessionStart): void {
    this.#record({ type: "session_start", user: SYSTEM_NAME, content: metadata.topic, metadata: { ...metadata } });
  }

  /** What had been generated until now is recorded first. */
  end(metadata: SessionEnd): void {
    for (const blocks of this.#blocks.values()) for (const item of blocks.close()) this.#emit(item);
    this.#record({ type: "session_end", user: SYSTEM_NAME, content: metadata.reason, metadata: { ...metadata } });
  }

  /** A word of the program itself to whoever watches. */
  note(content: string): void {
    this.#record({ type: "system", user: SYSTEM_NAME, content });
  }

  readonly room = (event: RoomEvent): void => {
    if (isMessage(event)) {
      const { seq, timestamp, message_id, sender_id, sender, content, push_id, expected_seq } = event;
      const ids = { message_id, seq, sender_id, push_id, expected_seq };
      this.#emit({ format: "v3", timestamp, type: "chat", user: sender, content, ...ids });
    } else {
      const { seq, timestamp, ...body } = event;
      const content = this.#options.describe(event);
      this.#emit({ format: "v3", timestamp, type: "system", user: SERVER_NAME, content, seq, event: body });
    }
  };

  readonly agent = (event: AgentEvent): void => {
    switch (event.type) {
      case "model":
        for (const item of this.#blocksOf(event.agent).read(event.event)) this.#emit(item);
        return;
      case "activity": {
        const { agent, activity } = event;
        this.#emit({ type: "activity", timestamp: this.#timestamp(), user: agent, activity });
        return;
      }
      case "turn":
      case "interrupted":
      case "retry":
      case "failed":
        // Whatever order the loop tells things in: what the model said comes before the end of its turn.
        for (const item of this.#blocksOf(event.agent).close()) this.#emit(item);
        return this.#record(agentRecord(event));
      case "tool_call":
      case "tool_response":
      case "instruction":
        return this.#record(agentRecord(event));
    }
  };

  #add(listener: TimelineListener): () => boolean {
    // A wrapper of its own, so that one function subscribed twice is two subscriptions.
    const own: TimelineListener = (item) => listener(item);
    this.#listeners.add(own);
    return () => this.#listeners.delete(own);
  }

  #blocksOf(agent: string): ModelBlocks {
    const known = this.#blocks.get(agent);
    if (known) return known;
    const hold = this.#options.redact ? holdWord : showAll;
    const blocks = new ModelBlocks(agent, () => this.#timestamp(), hold);
    this.#blocks.set(agent, blocks);
    return blocks;
  }

  #record(record: Unstamped<LogRecord>): void {
    this.#emit({ format: "v3", timestamp: this.#timestamp(), ...record });
  }

  #timestamp(): string {
    const now = this.#options.clock.now();
    if (now !== this.#stampedAt) {
      this.#stampedAt = now;
      this.#stamp = new Date(now).toISOString();
    }
    return this.#stamp;
  }

  #emit(item: TimelineItem): void {
    if (this.#liveListeners === 0 && !isRecord(item)) return;
    this.#waiting.push(this.#options.redact?.value(item) ?? item);
    if (this.#telling) return;
    this.#telling = true;
    for (let next = this.#waiting.shift(); next; next = this.#waiting.shift()) {
      for (const listener of [...this.#listeners]) this.#tell(listener, next);
    }
    this.#telling = false;
  }

  #tell(listener: TimelineListener, item: TimelineItem): void {
    try {
      listener(item);
    } catch (error) {
      try {
        this.#options.onListenerError?.(error);
      } catch {
        // Nobody is left to be told.
      }
    }
  }
}
