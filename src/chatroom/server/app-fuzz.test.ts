/** Every endpoint, sent what nobody should send. `LLM_CHAT_FUZZ_RUNS` raises the number of requests. */
import { serveOptions } from "../../../test/fakes/serve-options.ts";
import { once } from "node:events";
import { type IncomingMessage, request } from "node:http";
import { text } from "node:stream/consumers";
import fc from "fast-check";
import { describe, expect, it, onTestFinished } from "vitest";
import { documented } from "../../../test/fakes/app-stage.ts";
import { type HostileRequest, hostileRequest } from "../../../test/fakes/hostile-requests.ts";
import { ManualClock } from "../../../test/fakes/manual-clock.ts";
import { LIMITS } from "../protocol.ts";
import { serveRooms } from "./serve.ts";

const SEED = 20_261_121;
/** Made before they are sent: some are large. */
const AT_ONCE = 100;
const RUNS = Number(process.env["LLM_CHAT_FUZZ_RUNS"] ?? 400);
/** Turns of the event loop after which an answer is taken to wait for something. */
const PATIENCE = 2_000;

async function serve(auth: "open" | "token") {
  const clock = new ManualClock();
  const lines: string[] = [];
  const server = await serveRooms(
    serveOptions({ auth, token: auth === "token" ? "server-token" : null, clock, log: (line) => lines.push(line) }),
  );
  onTestFinished(() => server.close());
  /** What is waited for comes with time, and only then: a push its turn, say. */
  const patiently = async <T>(answer: Promise<T>): Promise<T> => {
    const waiting = new AbortController();
    const settled = answer.finally(() => waiting.abort());
    settled.catch(() => {});
    for (let turn = 1; !waiting.signal.aborted; turn++) {
      await new Promise((resolve) => setImmediate(resolve));
      if (turn % PATIENCE === 0) await clock.advance(LIMITS.lentFloorMs);
    }
    return settled;
  };
  const ask = ({ method, path, headers, body }: HostileRequest) =>
    patiently(exchange(server.port, { method, path, headers, body }));
  const post = (path: string, body: object, headers: Record<string, string> = {}) =>
    ask({
      method: "POST",
      path,
      headers: { "content-type": "application/json", ...headers },
      body: Buffer.from(JSON.stringify(body)),
    });
  return { server, ask, post, lines };
}

/** The answer as a `Response`; a stream is hung up on. */
async function exchange(port: number, { method, path, headers, body }: HostileRequest): Promise<Response> {
  const length = body ? { "content-length": String(body.byteLength) } : {};
  const sent = request({ port, host: "127.0.0.1", method, path, headers: { ...headers, ...length }, agent: false });
  sent.on("error", () => {});
  sent.end(body ?? undefined);
  const [answer] = (await once(sent, "response")) as [IncomingMessage];
  const isStream = answer.headers["content-type"]?.startsWith("text/event-stream") === true;
  const content = isStream || answer.statusCode === 204 ? null : await text(answer);
  if (isStream) sent.destroy();
  return new Response(content, { status: answer.statusCode ?? 0, headers: answer.headers as Record<string, string> });
}

function inBrief({ method, path, headers, body }: HostileRequest): string {
  const content = Buffer.from(body ?? [])
    .toString()
    .slice(0, 300);
  return `${method} ${path.slice(0, 200)} ${JSON.stringify(headers).slice(0, 500)} ${JSON.stringify(content)}`;
}

describe.each(["open", "token"] as const)("auth %s", (auth) => {
  it(`[HTTP-19] whatever is sent, the answer is a documented one, and the server lives on`, {
    timeout: 20_000 + RUNS * 50,
  }, async () => {
    const { server, ask, post, lines } = await serve(auth);
    const owner: Record<string, string> = auth === "token" ? { authorization: "Bearer server-token" } : {};
    await post("/rooms", { room: "den", floor: "stick" }, owner);
    const tokens = ["server-token"];
    for (const username of ["Ada", "Bob"]) {
      const { body } = await documented("POST", "/register", await post("/register", { username }, owner));
      tokens.push(String(body["session_token"]));
    }
    const statuses = new Map<number, number>();
    for (let first = 0; first < RUNS; first += AT_ONCE) {
      const seed = SEED + first;
      const requests = fc.sample(hostileRequest(tokens), { seed, numRuns: Math.min(AT_ONCE, RUNS - first) });
      for (const [index, hostile] of requests.entries()) {
        try {
          const { status } = await documented(hostile.method, hostile.path, await ask(hostile));
          expect(status).not.toBe(500);
          statuses.set(status, (statuses.get(status) ?? 0) + 1);
        } catch (cause) {
          throw new Error(`request ${index} of seed ${seed}: ${inBrief(hostile)}`, { cause });
        }
      }
    }
    expect(lines).toEqual([]);
    // It was no fuzz if everything was refused at the door.
    for (const status of [200, 400, 403, 404, 405, 413, 415])
      expect(statuses.get(status), String(status)).toBeGreaterThan(0);
    for (const { host } of server.rooms.all) {
      expect(host.eventsAfter(0).map(({ seq }) => seq)).toEqual(
        Array.from({ length: host.lastSeq }, (_, index) => index + 1),
      );
    }
    const { status } = await post("/register", { username: "Late" }, owner);
    expect(status).toBe(200);
    expect(({} as Record<string, unknown>)["username"]).toBeUndefined();
  });
});
