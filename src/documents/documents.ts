/** All of documents but its server: a store, its host and the processors of its chats. */
import type { Clock } from "../chatroom/clock.ts";
import { DocumentHost } from "./document-host.ts";
import type { NewId } from "./ids.ts";
import type { CreateAnswerer, Models } from "./processor/answerer.ts";
import { Processors } from "./processor/processors.ts";
import type { DocumentStore } from "./store/document-store.ts";

export interface DocumentsOptions {
  readonly store: DocumentStore;
  readonly clock: Clock;
  readonly newId: NewId;
  readonly models: Models;
  readonly createAnswerer: CreateAnswerer;
  /** One line for the operator. */
  readonly log: (line: string) => void;
  /** A processor with nothing to do ends after it, ms; default: ten minutes. */
  readonly timeoutMs?: number;
}

export interface Documents {
  readonly store: DocumentStore;
  readonly host: DocumentHost;
  readonly processors: Processors;
  readonly models: Models;
  readonly clock: Clock;
  readonly newId: NewId;
  /** Stops what runs; all that was told is stored. */
  close(): Promise<void>;
}

export function openDocuments(options: DocumentsOptions): Documents {
  const { store, models, clock, newId } = options;
  // Nobody asks before both are there.
  const host: DocumentHost = new DocumentHost({ ...options, activityOf: (chatId) => processors.activityOf(chatId) });
  const processors = new Processors({ ...options, host });
  const close = async () => {
    await processors.close();
    await host.settled();
    await store.close();
  };
  return { store, host, processors, models, clock, newId, close };
}
