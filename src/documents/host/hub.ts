/** Who hears of what: chats and documents, and the connections that follow them. */
import type { Owner } from "../model.ts";
import type { Chunk, PageFrame } from "../wire.ts";
import { type ChunkForm, type ChunkHead, chunkOf } from "./chunk-head.ts";
import type { Subscriber } from "./subscriber.ts";

/** `chat ID` or `document ID`. */
export type Topic = `chat ${string}` | `document ${string}`;

export class Hub {
  readonly #byTopic = new Map<Topic, Set<Subscriber>>();
  readonly #topicsOf = new Map<Subscriber, Set<Topic>>();

  add(subscriber: Subscriber, topic: Topic): void {
    setOf(this.#byTopic, topic).add(subscriber);
    setOf(this.#topicsOf, subscriber).add(topic);
  }

  has(subscriber: Subscriber, topic: Topic): boolean {
    return this.#topicsOf.get(subscriber)?.has(topic) ?? false;
  }

  /** From everything. */
  remove(subscriber: Subscriber): void {
    for (const topic of this.#topicsOf.get(subscriber) ?? []) {
      const others = this.#byTopic.get(topic);
      others?.delete(subscriber);
      if (others?.size === 0) this.#byTopic.delete(topic);
    }
    this.#topicsOf.delete(subscriber);
    subscriber.forget();
  }

  /** To pages only, once each. */
  tell(frames: readonly PageFrame[], ...topics: readonly Topic[]): void {
    if (frames.length === 0) return;
    const pages = [...this.#of(topics)].filter(({ isPage }) => isPage);
    if (pages.length === 0) return;
    for (const frame of frames) {
      const text = JSON.stringify(frame);
      for (const page of pages) page.send(text);
    }
  }

  /** Text at the end of one that is being written. `opening`: there was none before. */
  chunk(head: ChunkHead, content: string, { opening = false, end = false } = {}): void {
    const encoded = new Map<ChunkForm, string>();
    for (const subscriber of this.#of(topicsOf(head))) {
      const form = opening ? "opening" : subscriber.knows(head) ? "next" : "first";
      const text = encoded.get(form) ?? JSON.stringify(chunkOf(head, form, content, end));
      encoded.set(form, text);
      subscriber.learns(head, end);
      subscriber.send(text);
    }
  }

  /** A text that came as a whole. Pages have its block in a frame of its own. */
  wholeText(head: ChunkHead, content: string): void {
    const text = JSON.stringify(chunkOf(head, "opening", content, true));
    for (const subscriber of this.#of(topicsOf(head))) if (!subscriber.isPage) subscriber.send(text);
  }

  error(chunk: Chunk, ...topics: readonly Topic[]): void {
    const text = JSON.stringify(chunk);
    for (const subscriber of this.#of(topics)) subscriber.send(text);
  }

  #of(topics: readonly Topic[]): Iterable<Subscriber> {
    const [one, ...others] = topics.flatMap((topic) => this.#byTopic.get(topic) ?? []);
    if (one === undefined) return [];
    return others.length === 0 ? one : new Set([one, ...others].flatMap((each) => [...each]));
  }
}

export function topicOf(owner: Owner): Topic {
  return owner.type === "chat" ? `chat ${owner.chat_id}` : `document ${owner.document_id}`;
}

export function topicsOf({ owner, chat_id }: Pick<ChunkHead, "owner" | "chat_id">): readonly Topic[] {
  const own = topicOf(owner);
  return chat_id === null || owner.type === "chat" ? [own] : [own, `chat ${chat_id}`];
}

function setOf<Key, Value>(map: Map<Key, Set<Value>>, key: Key): Set<Value> {
  const found = map.get(key) ?? new Set<Value>();
  map.set(key, found);
  return found;
}
