import { describe, expect, it } from "vitest";
import { serveOptions } from "./serve-options.ts";
import { UsageError } from "./usage-error.ts";

const accessOf = (raw: Record<string, unknown>, env = {}) => serveOptions(raw, env).access;

describe("serveOptions", () => {
  it("[SERVE-6] without options: this machine alone, port 8894, a username is enough, 1,000 requests a second", () => {
    expect(serveOptions({}, { LLM_CHAT_TOKEN: "of-the-clients" })).toEqual({
      host: "127.0.0.1",
      port: 8_894,
      memory: false,
      floor: "open",
      rate: 1_000,
      allowOrigin: [],
      allowHost: [],
      websocketPort: 8_080,
      access: { auth: "open" },
    });
  });

  it.each(["127.0.0.1", "127.8.8.8", "localhost", "::1", "[::1]"])("[SERVE-10] %s is open", (host) => {
    expect(accessOf({ host })).toEqual({ auth: "open" });
  });

  it.each(["0.0.0.0", "::", "192.168.1.7", "example.org", "127.evil.example"])("[SERVE-10] %s is not", (host) => {
    expect(accessOf({ host })).toEqual({ auth: "token", token: null, from: null });
    expect(() => serveOptions({ host, auth: "open" }, {})).toThrow(/^--auth open on .*; leave --auth out/);
  });

  it("[SERVE-10] --token asks for it, also on loopback; else LLM_CHAT_TOKEN is the one", () => {
    const env = { LLM_CHAT_TOKEN: " of-the-environment " };
    expect(accessOf({ token: "of-the-line" }, env)).toEqual({ auth: "token", token: "of-the-line", from: "--token" });
    const named = { auth: "token", token: "of-the-environment", from: "LLM_CHAT_TOKEN" };
    expect(accessOf({ auth: "token" }, env)).toEqual(named);
    expect(accessOf({ host: "0.0.0.0" }, env)).toEqual(named);
  });

  it.each([
    [{ port: "65536" }, "--port: 65536 is not a whole number from 0 to 65535"],
    [{ auth: "none" }, '--auth: "none" is not one of open, token'],
    [{ floor: "stik" }, '--floor: "stik" is not one of open, stick; did you mean "stick"?'],
    [{ token: "short" }, "--token: give 8 to 200 characters of printable ASCII, without a space"],
    [{ websocketPort: "99999" }, "--websocket-port: 99999 is not a whole number from 0 to 65535"],
    [{ websocket: false, websocketPort: "0" }, "--no-websocket and --websocket-port exclude each other; leave one out"],
    [{ memory: true, database: "postgresql://x" }, "--memory and --database exclude each other; leave one out"],
    [{ memory: true, dataDir: "rooms" }, "--memory and --data-dir exclude each other; leave one out"],
    [{ auth: "open", token: "of-the-line" }, /^--token and --auth open exclude each other/],
    [{ allowOrigin: ["https://a.example", "b.example"] }, /^--allow-origin: "b.example" is no origin/],
    [{ allowOrigin: ["https://a.example/page"] }, /is no origin/],
    [{ allowHost: ["https://a.example"] }, /^--allow-host: "https:\/\/a.example" is no name of a host/],
  ])("[SERVE-6] %j is refused, with the fix", (raw, message) => {
    const parse = () => serveOptions(raw, {});
    expect(parse).toThrow(UsageError);
    expect(parse).toThrow(message);
  });

  it("[SERVE-6] pages and hosts are taken as they are said", () => {
    const raw = {
      allowOrigin: ["null", "https://a.example", "http://localhost:5173/"],
      allowHost: ["chat.example:443"],
    };
    expect(serveOptions(raw, {})).toMatchObject(raw);
  });
});
