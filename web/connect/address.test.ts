import { describe, expect, it } from "vitest";
import { pathOf, socketAddress, targetOf, targetOfPage } from "./address.ts";

describe("the address", () => {
  it("[PAGE-4] of a served page is its own server, whatever its query says", () => {
    const target = targetOfPage("http://127.0.0.1:8080/?room=attic&token=t%201&ws=ws://evil.example");
    expect(target).toEqual({ url: "ws://127.0.0.1:8080/", room: "attic", token: "t 1" });
    expect(targetOfPage("http://a:1/rooms/the%20attic")?.room).toBe("the attic");
    expect(targetOfPage("http://a:1/rooms/%ff/")?.room).toBe("%ff");
    expect(targetOfPage("https://example.org/")).toEqual({ url: "wss://example.org/", room: null, token: null });
  });

  it("[PAGE-4] of a page on disk is what `?ws=` says, and there is none without", () => {
    expect(targetOfPage("file:///tmp/viewer.html?ws=ws://127.0.0.1:9090")?.url).toBe("ws://127.0.0.1:9090/");
    expect(targetOfPage("file:///tmp/viewer.html")).toBeNull();
    expect(targetOfPage("file:///tmp/viewer.html?ws=javascript:alert(1)")).toBeNull();
  });

  it.each([
    ["8080", "ws://127.0.0.1:8080/"],
    [" localhost:9000 ", "ws://localhost:9000/"],
    ["http://[::1]:9000", "ws://[::1]:9000/"],
    ["https://example.org/chat", "wss://example.org/chat"],
  ])("[PAGE-4] typed as %s is %s", (typed, url) => {
    expect(targetOf(typed)?.url).toBe(url);
  });

  it.each(["", "  ", "ftp://example.org", "ws://", "a b", "javascript:alert(1)"])("[PAGE-4] is none: %j", (typed) => {
    expect(targetOf(typed)).toBeNull();
  });

  it("[PAGE-5] asks for the records after the last one seen", () => {
    const target = { url: "ws://a:1/", room: "x y", token: null };
    expect(socketAddress(target, 7)).toBe("ws://a:1/?records&after=7&room=x+y");
  });

  it("[PAGE-6] of a log is on the same server", () => {
    const target = { url: "wss://a:1/", room: null, token: "t" };
    expect(pathOf(target, "/log")).toBe("https://a:1/log?token=t");
    expect(pathOf(target, "//evil.example/log")).toBeNull();
    expect(pathOf(target, "javascript:alert(1)")).toBeNull();
  });
});
