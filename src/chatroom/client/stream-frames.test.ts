import { describe, expect, it } from "vitest";
import { type Frame, readFrames } from "./stream-frames.ts";

const STREAM = [
  "retry: 1000\n\n",
  ": here\nevent: ping\ndata: []\n\n",
  'id: 2\ndata: [{"content":"Grüße 🙂"},{"content":"\\u2028"}]\n\n',
  'event: composing\r\ndata: {"username":"Zoë"}\r\n\r\n',
  'event: resync\nid: 9\ndata: [{"seq":8},\ndata: {"seq":9}]\n\n',
  "event: something new\ndata: {}\n\n",
  'data: [{"content":"cut',
].join("");

const FRAMES: Frame[] = [
  { type: "ping" },
  { type: "events", values: [{ content: "Grüße 🙂" }, { content: "\u2028" }] },
  { type: "composing", username: "Zoë" },
  { type: "resync", values: [{ seq: 8 }, { seq: 9 }] },
];

async function* inPieces(text: string, size: number): AsyncGenerator<Uint8Array> {
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

async function read(text: string, size = Infinity) {
  const frames: Frame[] = [];
  let [chunks, retry] = [0, 0];
  const told = { onBytes: () => chunks++, onRetry: (ms: number) => (retry = ms) };
  for await (const frame of readFrames(inPieces(text, size), told)) frames.push(frame);
  return { frames, chunks, retry };
}

describe("readFrames", () => {
  for (const size of [1, 2, 3, 7, 64, Infinity]) {
    it(`[REMOTE-3] reads the same in pieces of ${size} bytes, and nothing that is half there`, async () => {
      const { frames, retry } = await read(STREAM, size);
      expect(frames).toEqual(FRAMES);
      expect(retry).toBe(1_000);
    });
  }

  it("[REMOTE-4] tells of every byte, comments too", async () => {
    expect(await read(": here\n", 1)).toEqual({ frames: [], chunks: 7, retry: 0 });
  });

  for (const text of ["data: nonsense\n\n", "data: 7\n\n", "event: composing\ndata: []\n\n"]) {
    it(`[REMOTE-8] refuses ${JSON.stringify(text)}`, async () => {
      await expect(read(text)).rejects.toMatchObject({ name: "BadStream" });
    });
  }
});
