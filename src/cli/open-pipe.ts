/**
 * A named pipe, to be read from before anybody writes to it too. Opened as a file is, it would wait for that, and nothing could
 * end the waiting: not even the process would.
 */
import { constants, openSync } from "node:fs";
import { Socket } from "node:net";
import type { Readable } from "node:stream";

export function openPipe(path: string): Readable {
  return new Socket({ fd: openSync(path, constants.O_RDONLY | constants.O_NONBLOCK), readable: true, writable: false });
}
