import { describe, expect, it } from "vitest";
import { equalSecrets } from "../../http/equal-secrets.ts";
import { Tokens } from "./tokens.ts";

const SECRET = Buffer.alloc(32, 7);
const claim = { room: "lobby", username: "Ada 李", joinedSeq: 12 };

describe("session tokens", () => {
  it("[SEAT-10] say what they were issued for, to every server with the same secret", () => {
    const token = new Tokens(SECRET).issue(claim);
    expect(token).toMatch(/^[\w-]+\.[\w-]+$/);
    expect(new Tokens(SECRET).verify(token)).toEqual(claim);
  });

  it("[SEAT-10] say nothing to a server with another secret", () => {
    expect(new Tokens(Buffer.alloc(32, 8)).verify(new Tokens(SECRET).issue(claim))).toBeNull();
  });

  it("[SEAT-10] cannot be changed by a single character", () => {
    const tokens = new Tokens(SECRET);
    const token = tokens.issue(claim);
    for (let place = 0; place < token.length; place++) {
      const other = token[place] === "A" ? "B" : "A";
      expect(tokens.verify(token.slice(0, place) + other + token.slice(place + 1)), `${place}`).toBeNull();
    }
  });

  it.each(["", ".", "..", "a", "a.b", "a.b.c", "\u0000", "é.é", "null.null"])("[SEAT-10] %j is none", (token) => {
    expect(new Tokens(SECRET).verify(token)).toBeNull();
  });

  it("equal secrets are equal, others are not, whatever their length", () => {
    expect(equalSecrets("s3cret", "s3cret")).toBe(true);
    for (const other of ["", "s3cre", "s3cret ", "S3cret"]) expect(equalSecrets("s3cret", other)).toBe(false);
  });
});
