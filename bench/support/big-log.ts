/** A log of any size, of records as agents write them. */
import { closeSync, openSync, writeSync } from "node:fs";

const START = 1_790_000_000_000;
const NAMES = ["Ada", "Boole", "Curie", "Darwin"];
const TEXT = "One or two sentences, as an agent would append them to its draft before it pushes.";

/** Whole turns of four agents until the file has `bytes`; returns how many lines. */
export function writeBigLog(path: string, bytes: number): number {
  const file = openSync(path, "w");
  let written = 0;
  let lines = 0;
  let seq = 0;
  let waiting: string[] = [];
  const write = (record: object) => {
    const timestamp = new Date(START + lines * 137).toISOString();
    waiting.push(`${JSON.stringify({ format: "v3", timestamp, ...record })}\n`);
    lines++;
  };
  while (written < bytes) {
    for (const user of NAMES) {
      seq++;
      const call_id = `call_${seq}`;
      const text = `Message ${seq}: ${TEXT}`;
      write({ type: "thinking", user, content: `What shall I say to that? ${TEXT}` });
      write({ type: "tool_call", user, content: "", call_id, function: "append", arguments: { text } });
      const refused = seq % 97 === 0 ? { status: 0, reason: "unseen_messages" } : { status: 1 };
      write({
        type: "tool_response",
        user,
        content: "[system] ok",
        call_id,
        function: "append",
        status: 1,
        appended: text,
      });
      write({ type: "tool_call", user, content: "", call_id: `${call_id}p`, function: "push", arguments: {} });
      const ids = { message_id: `m${seq}`, seq, sender_id: user, push_id: `p${seq}`, expected_seq: seq - 1 };
      write({ type: "chat", user, content: text, ...ids });
      write({
        type: "tool_response",
        user,
        content: "[system] ok",
        call_id: `${call_id}p`,
        function: "push",
        ...refused,
      });
    }
    if (waiting.length > 4_000) {
      const chunk = Buffer.from(waiting.join(""));
      written += writeSync(file, chunk);
      waiting = [];
    }
  }
  closeSync(file);
  return lines;
}
