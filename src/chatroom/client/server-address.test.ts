import { describe, expect, it } from "vitest";
import { parseAddress, parseToken, roomUrl } from "./server-address.ts";

describe("parseAddress", () => {
  for (const [input, server, room] of [
    ["http://127.0.0.1:8894", "http://127.0.0.1:8894", "lobby"],
    ["http://127.0.0.1:8894/", "http://127.0.0.1:8894", "lobby"],
    [" http://127.0.0.1:8894/rooms/debate ", "http://127.0.0.1:8894", "debate"],
    ["http://127.0.0.1:8894/rooms/debate//", "http://127.0.0.1:8894", "debate"],
    ["https://example.org/chat/rooms/debate", "https://example.org/chat", "debate"],
    ["https://example.org/chat/", "https://example.org/chat", "lobby"],
    ["HTTPS://Example.org", "https://example.org", "lobby"],
    ["localhost:8894", "http://localhost:8894", "lobby"],
    ["localhost:80", "http://localhost", "lobby"],
    ["localhost", "http://localhost:8894", "lobby"],
    ["http://localhost", "http://localhost", "lobby"],
    ["localhost/rooms/debate", "http://localhost:8894", "debate"],
    ["[::1]:9000/rooms/debate", "http://[::1]:9000", "debate"],
    ["[::1]", "http://[::1]:8894", "lobby"],
  ] as const) {
    it(`[REMOTE-1] takes ${input.trim()}`, () => expect(parseAddress(input)).toEqual({ server, room }));
  }

  it("[REMOTE-1] a room that is named goes before the one of the URL", () => {
    const address = parseAddress("localhost:8894/rooms/debate", "tea");
    expect(roomUrl(address, "/send")).toBe("http://localhost:8894/rooms/tea/send");
  });

  for (const [input, fix] of [
    ["", /it is empty \(as http:\/\/127\.0\.0\.1:8894/],
    ["ftp://example.org", /begin with http:\/\/ or https:\/\//],
    ["ws://example.org", /begin with http:\/\/ or https:\/\//],
    ["http://", /it is no URL/],
    ["http://exa mple", /it is no URL/],
    ["http://ada:secret@example.org", /give the server's token as an option/],
    ["http://example.org/?token=secret", /a token is given as an option/],
    ["http://example.org/rooms", /"" cannot be a room's name/],
    ["http://example.org/rooms/Tea%20Party", /cannot be a room's name: give 1 to 64 of a-z/],
  ] as const) {
    it(`[REMOTE-1] refuses ${JSON.stringify(input)}, and names the fix`, () => {
      expect(() => parseAddress(input)).toThrow(expect.objectContaining({ code: "invalid_argument" }));
      expect(() => parseAddress(input)).toThrow(fix);
      expect(() => parseAddress(input)).not.toThrow(/secret/);
    });
  }
});

describe("parseToken", () => {
  it("[REMOTE-1] takes what can be a token; what cannot is refused, and not shown", () => {
    expect(parseToken(" abc.DEF-123 \n")).toBe("abc.DEF-123");
    expect([parseToken(undefined), parseToken("")]).toEqual([null, null]);
    for (const token of ["two words", "line\nend", "ключ"]) {
      expect(() => parseToken(token)).toThrow(/copy it again/);
      expect(() => parseToken(token)).not.toThrow(token);
    }
  });
});
