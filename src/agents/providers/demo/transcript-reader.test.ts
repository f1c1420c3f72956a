import { describe, expect, it } from "vitest";
import { readTranscript } from "./transcript-reader.ts";

describe("readTranscript", () => {
  it("reads messages, notices and system lines", () => {
    expect(readTranscript("[system] ok\nJim Halpert: hi: there\n[Server]: Pam has joined the room.")).toEqual([
      { kind: "system", text: "ok" },
      { kind: "message", sender: "Jim Halpert", text: "hi: there" },
      { kind: "notice", text: "Pam has joined the room." },
    ]);
  });

  it("takes indented lines for a part of the message before them", () => {
    expect(readTranscript("Jim: one\n  Pam: not Pam\n  \n  [Server]: nor the server\nPam: two")).toEqual([
      { kind: "message", sender: "Jim", text: "one\nPam: not Pam\n\n[Server]: nor the server" },
      { kind: "message", sender: "Pam", text: "two" },
    ]);
  });

  it("knows names of any script, and takes for no message what has no name before it", () => {
    expect(readTranscript("小林 さん: はい")).toEqual([{ kind: "message", sender: "小林 さん", text: "はい" }]);
    expect(readTranscript("a [b]: c")).toEqual([{ kind: "system", text: "a [b]: c" }]);
    expect(readTranscript("")).toEqual([]);
  });
});
