import { EventEmitter } from "node:events";
import { Writable } from "node:stream";
import { describe, expect, it } from "vitest";
import { EXIT_OK } from "./exit-codes.ts";
import { interruptible } from "./interruptible.ts";

const world = (stdout: Writable) => ({ process: Object.assign(new EventEmitter(), { exit: () => {} }), stdout });
const failing = (code: string) =>
  new Writable({
    write: (_text, _encoding, done) => setImmediate(done, Object.assign(new Error("no space"), { code })),
  });
/** A command whose last word is its only one. */
const saying = (stdout: Writable) =>
  interruptible(world(stdout), async () => {
    stdout.write("proven");
    return EXIT_OK;
  });

describe("interruptible", () => {
  it("[VERIFY-20] waits until its last word has arrived, or is known to be lost", async () => {
    await expect(saying(failing("ENOSPC"))).rejects.toThrow("the output cannot be written: no space");
    expect(await saying(failing("EPIPE"))).toBe(EXIT_OK);
    const arrived: string[] = [];
    const slow = new Writable({
      write(text, _encoding, done) {
        setImmediate(() => {
          arrived.push(String(text));
          done();
        });
      },
    });
    expect(await saying(slow)).toBe(EXIT_OK);
    expect(arrived[0]).toBe("proven");
  });
});
