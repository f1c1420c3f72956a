/** `llm-chat serve`: options → store → server → until a signal ends it. */
import { hostname } from "node:os";
import process from "node:process";
import { isMessage } from "../../chatroom/index.ts";
import { createMcpEndpoint } from "../../chatroom/mcp/index.ts";
import { type RunningServer, type ServedRoom, serveRooms } from "../../chatroom/server/index.ts";
import { isLoopback } from "../../http/host-check.ts";
import { sanitizeLine } from "../../logging/sanitize.ts";
import { EXIT_OK } from "../exit-codes.ts";
import type { CliHost } from "../host.ts";
import type { RawOptions } from "../options.ts";
import { type RoomFigures, serveBanner } from "../serve-banner.ts";
import { type ServeCommandOptions, serveOptions } from "../serve-options.ts";
import { openServeStore, type ServeStore } from "../serve-store.ts";
import { onLostOutput, onSignals } from "../signals.ts";
import { UsageError } from "../usage-error.ts";
import { VERSION } from "../version.ts";

export async function serve(raw: RawOptions, host: CliHost): Promise<number> {
  const options = serveOptions(raw, host.env);
  let stop: () => void = () => {};
  const stopped = new Promise<void>((resolve) => (stop = resolve));
  const forgetSignals = onSignals(process, () => stop());
  // A server goes on when nobody reads what it says.
  onLostOutput(process.stdout, () => {});
  try {
    const kept = await openServeStore(options, host, (sentence) => warn(host, sentence));
    const server = await open(options, kept, host);
    host.stdout.write(bannerOf(server, options, kept));
    await stopped;
    const { all } = server.rooms;
    const streams = all.reduce((sum, { hub }) => sum + hub.streams, 0);
    host.stdout.write(`Closing (rooms: ${all.length}, event streams: ${streams}).\n`);
    await server.close();
    host.stdout.write("Closed.\n");
    return EXIT_OK;
  } finally {
    forgetSignals();
  }
}

async function open(options: ServeCommandOptions, kept: ServeStore, host: CliHost): Promise<RunningServer> {
  const { clock } = host;
  const log = (line: string) => warn(host, line);
  try {
    return await serveRooms({
      host: options.host,
      port: options.port,
      auth: options.access.auth,
      token: kept.token,
      secret: kept.secret,
      store: kept.store,
      clock,
      floor: options.floor,
      rate: options.rate,
      allowOrigins: options.allowOrigin,
      allowHosts: options.allowHost,
      version: VERSION,
      log,
      mcp: (served) =>
        createMcpEndpoint({ ...served, version: VERSION, clock, onError: (error) => log(`MCP: ${error.message}`) }),
    });
  } catch (error) {
    throw portError(error, options) ?? error;
  }
}

/** What keeps the port from being had, and the way out; null for anything else. */
function portError(error: unknown, { host, port }: ServeCommandOptions): UsageError | null {
  switch ((error as NodeJS.ErrnoException).code) {
    case "EADDRINUSE":
      return new UsageError(
        `the port ${port} of ${host} is in use already; choose another with --port (0: any free one)`,
      );
    case "EACCES":
      return new UsageError(`the port ${port} is not for everybody; choose one above 1023 with --port`);
    case "EADDRNOTAVAIL":
      return new UsageError(`this machine has no address ${host}; choose another with --host (0.0.0.0: all it has)`);
    case "ENOTFOUND":
    case "EAI_AGAIN":
      return new UsageError(`nobody knows the address ${host}; choose another with --host`);
    default:
      return null;
  }
}

function bannerOf({ url, port, rooms }: RunningServer, options: ServeCommandOptions, kept: ServeStore): string {
  // What listens everywhere is reached by name.
  const everywhere = options.host === "0.0.0.0" || options.host === "::";
  return serveBanner({
    ...kept,
    version: VERSION,
    url,
    clientUrl: everywhere ? `http://${hostname()}:${port}` : url,
    rooms: rooms.all.map(figuresOf),
    loopback: isLoopback(options.host),
  });
}

function figuresOf({ name, host }: ServedRoom): RoomFigures {
  return { name, messages: host.eventsAfter(0).filter(isMessage).length, more: host.oldestSeq > 1 };
}

function warn(host: CliHost, sentence: string): void {
  host.stderr.write(`llm-chat: ${sanitizeLine(sentence)}\n`);
}
