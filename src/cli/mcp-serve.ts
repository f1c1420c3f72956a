/** Speaks MCP on stdin and stdout until the host goes. Stdout is the wire: every word for people goes to stderr. */
import process from "node:process";
import { RemoteSession } from "../chatroom/client/index.ts";
import { type ChatSession, LocalSession, RoomHost, sleep } from "../chatroom/index.ts";
import { heardTranscript, hostTranscript, serveRoomOnStdio, type TranscriptSource } from "../chatroom/mcp/index.ts";
import { sanitizeLine } from "../logging/sanitize.ts";
import { ConnectionNews } from "./connection-news.ts";
import type { CliHost } from "./host.ts";
import { type McpOptions, tokenOf } from "./mcp-options.ts";
import { onSignals } from "./signals.ts";
import { VERSION } from "./version.ts";

/** Twice in one call at most (entering, then listening), and a host gives up after 60 s. */
const GIVE_UP_MS = 25_000;
/** A server that does not answer is told no longer that we leave: its lease will do. */
const LEAVE_MS = 2_000;

/** Resolves when the host has gone, or a signal has come, and the participant has left. */
export async function serveMcp(options: McpOptions, room: string, host: CliHost): Promise<void> {
  const { clock } = host;
  const { session, transcript } = await placeOf(options, room, host);
  if (host.stdin.isTTY) say(host, "this is for MCP hosts; llm-chat mcp --print-config claude says how one starts it");
  const server = serveRoomOnStdio({
    session,
    transcript,
    clock,
    version: VERSION,
    as: options.as ?? undefined,
    stdin: process.stdin,
    stdout: process.stdout,
    onError: (error) => say(host, (options.debug ? error.stack : undefined) ?? error.message),
  });
  const forgetSignals = onSignals(process, () => void server.close());
  await server.ended;
  const left = new AbortController();
  // Whether it could be told or not: this process ends.
  const leaving = session.leave().catch(() => {});
  await Promise.race([leaving.then(() => left.abort()), sleep(clock, LEAVE_MS, left.signal)]);
  forgetSignals();
  // What still tries to reach a server would keep the process alive.
  if (!left.signal.aborted) process.exit();
}

interface Place {
  readonly session: ChatSession;
  readonly transcript: TranscriptSource;
}

/** In a room of a server, or in one of this process that nobody else is in. */
async function placeOf(options: McpOptions, room: string, host: CliHost): Promise<Place> {
  const { clock, fetch, env } = host;
  if (options.url === null) {
    const roomHost = await RoomHost.open({ clock });
    return { session: new LocalSession(roomHost, { clock }), transcript: hostTranscript(room, roomHost) };
  }
  const news = new ConnectionNews((sentence) => say(host, sentence));
  const session = new RemoteSession({
    url: options.url,
    room,
    token: tokenOf(options, env),
    clock,
    fetch,
    random: () => host.random(),
    giveUpAfterMs: GIVE_UP_MS,
    onStatus: (status) => news.hear(status),
  });
  return { session, transcript: heardTranscript(room, (listener) => session.subscribe(listener)) };
}

function say(host: CliHost, line: string): void {
  host.stderr.write(`llm-chat: ${sanitizeLine(line)}\n`);
}
