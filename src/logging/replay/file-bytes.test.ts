import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { LogFolder, teaTalk } from "../../../test/fakes/log-folder.ts";
import { openFileBytes } from "./file-bytes.ts";

describe("[REPLAY-31] what is to be read here and there", () => {
  it("is a file; a pipe, which nobody may ever write to, and a device without an end are refused at once", async () => {
    const folder = new LogFolder();
    const pipe = join(folder.path, "pipe.jsonl");
    execFileSync("mkfifo", [pipe]);
    const reason = "it is no file; write what it gives to one first";
    await expect(openFileBytes(pipe)).rejects.toThrow(`Cannot read ${pipe}: ${reason}.`);
    await expect(openFileBytes("/dev/zero")).rejects.toThrow(`Cannot read /dev/zero: ${reason}.`);
    await expect(openFileBytes(folder.path)).rejects.toThrow("it is a directory");
    const file = await openFileBytes(folder.write("log.jsonl", teaTalk()));
    expect(await file.size()).toBeGreaterThan(100);
    await file.close();
  });
});
