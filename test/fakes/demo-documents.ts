/** A whole server of documents on a real port, over a real database, with the demo model, whose time the test can hold. */
import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import type { Workspace } from "../../scripts/build-web.ts";
import { createDemoProvider } from "../../src/agents/providers/demo.ts";
import { type Clock, systemClock } from "../../src/chatroom/clock.ts";
import { serveRooms } from "../../src/chatroom/server/serve.ts";
import { createAnswerer } from "../../src/documents/answers/document-answerer.ts";
import { openDocuments } from "../../src/documents/documents.ts";
import { randomId } from "../../src/documents/ids.ts";
import type { Models } from "../../src/documents/processor/answerer.ts";
import { DocumentServer } from "../../src/documents/server/document-server.ts";
import { WorkspaceFiles } from "../../src/documents/server/workspace-files.ts";
import { openSqliteStore } from "../../src/documents/store/sqlite-store.ts";
import { localUser } from "../../src/documents/users.ts";
import { serveOptions } from "./serve-options.ts";

export interface DemoDocumentsOptions {
  /** For the database and the page. */
  readonly folder: string;
  readonly page: Workspace;
  readonly port?: number;
  /** Of the model: 1 is a natural pace. */
  readonly speed?: number;
}

export async function openDemoDocuments({ folder, page, port = 0, speed = 50 }: DemoDocumentsOptions) {
  const files = path.join(folder, "workspace");
  await mkdir(path.join(files, "assets"), { recursive: true });
  await Promise.all([...page.files].map(([name, contents]) => writeFile(path.join(files, name), contents)));
  const modelClock = new HeldClock();
  const lines: string[] = [];
  const log = (line: string) => void lines.push(line);
  const provider = createDemoProvider({ id: "demo/ada", name: "Ada", seed: 7, speed, clock: modelClock });
  const models: Models = {
    usual: "demo/ada",
    list: () => Promise.resolve([{ id: "demo/ada", note: "no key needed", ready: true }]),
    open: (id) => Promise.resolve({ id, provider, price: null, contextWindow: null }),
  };
  const store = await openSqliteStore({ file: path.join(folder, "documents.sqlite") });
  const clock = systemClock;
  const documents = openDocuments({
    ...{ store, clock, newId: randomId, models, log },
    createAnswerer: createAnswerer({ models, discuss: null, clock, random: () => 0.5 }),
  });
  const beside = new DocumentServer({
    ...{ documents, rate: 0, log, viewerUrl: () => null },
    userOf: () => localUser(store, { USER: "Ann" }, clock.now()),
    files: await WorkspaceFiles.open(files),
  });
  const server = await serveRooms(serveOptions({ beside, log, port }));
  return { server, url: `${server.url}/workspace`, documents, lines, modelClock };
}

/** The system's clock, whose timers wait while it is held. */
class HeldClock implements Clock {
  #waiting: Set<() => void> | null = null;

  hold(): void {
    this.#waiting ??= new Set();
  }

  release(): void {
    const waiting = this.#waiting;
    this.#waiting = null;
    for (const callback of waiting ?? []) callback();
  }

  now(): number {
    return systemClock.now();
  }

  monotonic(): number {
    return systemClock.monotonic();
  }

  schedule(ms: number, callback: () => void): () => void {
    let due = () => {
      if (this.#waiting) this.#waiting.add(due);
      else callback();
    };
    const cancel = systemClock.schedule(ms, () => due());
    const dropped = () => {};
    return () => {
      cancel();
      this.#waiting?.delete(due);
      due = dropped;
    };
  }
}
