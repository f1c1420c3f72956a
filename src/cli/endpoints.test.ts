import { describe, expect, it } from "vitest";
import { checkedUrl, isLoopback, ollamaUrl, shownUrl } from "./endpoints.ts";

describe("ollamaUrl", () => {
  it.each([
    ["127.0.0.1", "http://127.0.0.1:11434/v1"],
    ["0.0.0.0", "http://127.0.0.1:11434/v1"],
    ["0.0.0.0:1234", "http://127.0.0.1:1234/v1"],
    [":1234", "http://127.0.0.1:1234/v1"],
    ["box", "http://box:11434/v1"],
    ["box:80", "http://box/v1"],
    ["http://box", "http://box/v1"],
    ["https://box.example/ollama/", "https://box.example/ollama/v1"],
    ["[::]:1234", "http://[::1]:1234/v1"],
  ])("%s is called at %s", (host, url) => {
    expect(ollamaUrl(host)).toBe(url);
  });

  it("refuses what is no address", () => {
    expect(() => ollamaUrl("ftp://box")).toThrow("OLLAMA_HOST");
    expect(() => ollamaUrl("a b c")).toThrow("OLLAMA_HOST");
  });
});

describe("checkedUrl", () => {
  it("lets http and https pass, and names where anything else came from", () => {
    expect(checkedUrl("https://x.example/v1/", "--base-url")).toBe("https://x.example/v1");
    expect(() => checkedUrl("localhost:8080", "--base-url")).toThrow('--base-url: "localhost:8080" is no address');
  });
});

describe("shownUrl", () => {
  it("hides what an address can carry of secrets", () => {
    expect(shownUrl("https://me:secret@x.example/v1?key=secret#secret")).toBe("https://x.example/v1");
  });
});

describe("isLoopback", () => {
  it("is this machine and nothing that only looks like it", () => {
    expect(["http://localhost:1/v1", "http://127.0.0.1", "http://[::1]:1"].every(isLoopback)).toBe(true);
    expect(["http://127.0.0.1.evil.example", "http://localhost.evil.example", "http://10.0.0.1"].some(isLoopback)).toBe(
      false,
    );
  });
});
