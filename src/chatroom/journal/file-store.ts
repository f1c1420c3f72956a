/** The rooms of a server in a directory of its own: their journals, and what it needs to know its clients again. */
import { randomBytes } from "node:crypto";
import { readdir } from "node:fs/promises";
import { join, resolve } from "node:path";
import { ChatError } from "../errors.ts";
import { ROOM_NAME } from "../http-api.ts";
import type { FloorPolicy } from "../protocol.ts";
import { DirectoryLock } from "./directory-lock.ts";
import { FileJournal } from "./file-journal.ts";
import { makeFolder } from "./folder.ts";
import { keepPrivate, readPrivate } from "./private-file.ts";
import type { RoomStore, StoredRoom } from "./room-store.ts";
import { naming } from "./storage-error.ts";

export interface FileStoreOptions {
  /** Epoch ms. */
  readonly now: () => number;
  /** Told in one sentence what a crash has left and was put in order. */
  readonly onWarning: (sentence: string) => void;
}

const ENDING = ".jsonl";
const SECRET_BYTES = 32;

export class FileStore implements RoomStore {
  readonly dir: string;
  /** For session tokens: the same each time the directory is opened. */
  readonly secret: Buffer;
  /** Where `keepToken` puts it. */
  readonly tokenFile: string;
  readonly #options: FileStoreOptions;
  readonly #lock: DirectoryLock;
  readonly #journals = new Map<string, FileJournal>();
  readonly #opening = new Set<string>();

  private constructor(dir: string, secret: Buffer, lock: DirectoryLock, options: FileStoreOptions) {
    this.dir = dir;
    this.secret = secret;
    this.tokenFile = join(dir, "token");
    this.#lock = lock;
    this.#options = options;
  }

  /** Makes the directory where there is none. Throws `ChatError("journal_failed")` where it cannot be had. */
  static open(dir: string, options: FileStoreOptions): Promise<FileStore> {
    const path = resolve(dir);
    return naming(`cannot use the data directory ${path}`, async () => {
      await makeFolder(path);
      const lock = DirectoryLock.take(path);
      try {
        await makeFolder(join(path, "rooms"));
        return new FileStore(path, await secretIn(join(path, "secret")), lock, options);
      } catch (error) {
        lock.release();
        throw error;
      }
    });
  }

  list(): Promise<readonly string[]> {
    const folder = join(this.dir, "rooms");
    return naming(`cannot read the directory ${folder}`, async () => {
      const files = await readdir(folder);
      const rooms = files.filter((file) => file.endsWith(ENDING)).map((file) => file.slice(0, -ENDING.length));
      return rooms.filter((room) => ROOM_NAME.test(room)).sort();
    });
  }

  async open(room: string, wanted: FloorPolicy): Promise<StoredRoom> {
    // A name becomes a path.
    if (!ROOM_NAME.test(room)) throw new ChatError("invalid_argument", `${JSON.stringify(room)} is no name of a room`);
    const path = join(this.dir, "rooms", `${room}${ENDING}`);
    if (this.#opening.has(room) || this.#journals.get(room)?.closed === false) {
      throw new ChatError("journal_failed", `the journal ${path} is open already: close it first`);
    }
    this.#opening.add(room);
    try {
      const journal = await FileJournal.open({ path, room, floor: wanted, ...this.#options });
      this.#journals.set(room, journal);
      return { journal, floor: journal.header.floor };
    } finally {
      this.#opening.delete(room);
    }
  }

  /** The server token that was made for this directory; null where none was. */
  async readToken(): Promise<string | null> {
    const bytes = await naming(`cannot read ${this.tokenFile}`, () => readPrivate(this.tokenFile));
    return bytes?.toString("utf8").trim() || null;
  }

  keepToken(token: string): Promise<void> {
    return naming(`cannot write ${this.tokenFile}`, () => keepPrivate(this.tokenFile, Buffer.from(`${token}\n`)));
  }

  async close(): Promise<void> {
    // Of a room that could not be opened, say: whoever has the directory next must be alone.
    await Promise.all([...this.#journals.values()].map((journal) => journal.close()));
    this.#lock.release();
  }
}

async function secretIn(path: string): Promise<Buffer> {
  const found = await readPrivate(path);
  if (found === null) {
    const made = randomBytes(SECRET_BYTES);
    await keepPrivate(path, made);
    return made;
  }
  if (found.length === SECRET_BYTES) return found;
  const wrong = `${path} is not the ${SECRET_BYTES} bytes it was made with: put back a copy, or remove it and everybody logs in anew`;
  throw new ChatError("journal_corrupt", wrong);
}
