/** `llm-chat serve`: options → store → server → until a signal ends it. */
import { hostname } from "node:os";
import process from "node:process";
import { isMessage } from "../../chatroom/index.ts";
import { createMcpEndpoint } from "../../chatroom/mcp/index.ts";
import { type Beside, type RunningServer, type ServedRoom, serveRooms } from "../../chatroom/server/index.ts";
import { isLoopback } from "../../http/host-check.ts";
import { sanitizeLine } from "../../logging/sanitize.ts";
import type { ViewerServer } from "../../logging/viewer/viewer-server.ts";
import { EXIT_OK } from "../exit-codes.ts";
import type { DiscussionRooms } from "../discussion-rooms.ts";
import type { CliHost } from "../host.ts";
import type { RawOptions } from "../options.ts";
import { openLivePort } from "../serve-view.ts";
import { portProblem } from "../port-problem.ts";
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
  let view: ViewerServer | null = null;
  try {
    const kept = await openServeStore(options, host, (sentence) => warn(host, sentence));
    const { DiscussionRooms } = await import("../discussion-rooms.ts");
    const discussions = new DiscussionRooms(host.clock);
    // It shows every room to who has the server's token; users of documents have tokens of their own, which it refuses.
    const viewerUrl = () => (view && options.access.auth === "open" ? reached(options, view.url) : null);
    const documents = await openDocuments(options, kept, host, viewerUrl, discussions);
    const server = await open(options, kept, host, documents);
    view = await openLivePort(options, server, host, (sentence) => warn(host, sentence), discussions);
    host.stdout.write(bannerOf(server, options, kept, view?.url ?? null, host));
    await stopped;
    const { all } = server.rooms;
    const streams = all.reduce((sum, { hub }) => sum + hub.streams, 0);
    host.stdout.write(`Closing (rooms: ${all.length}, event streams: ${streams}).\n`);
    await view?.close();
    await server.close();
    await discussions.close();
    host.stdout.write("Closed.\n");
    return EXIT_OK;
  } finally {
    forgetSignals();
  }
}

/** Before the port: who is answered can use them. Where they cannot be had, nothing is served. */
async function openDocuments(
  options: ServeCommandOptions,
  kept: ServeStore,
  host: CliHost,
  viewerUrl: () => string | null,
  discussions: DiscussionRooms,
): Promise<Beside> {
  try {
    const { openServedDocuments } = await import("../serve-documents.ts");
    return await openServedDocuments(options, host, viewerUrl, discussions, (line) => warn(host, line));
  } catch (error) {
    await kept.store.close();
    throw error;
  }
}

async function open(
  options: ServeCommandOptions,
  kept: ServeStore,
  host: CliHost,
  beside: Beside,
): Promise<RunningServer> {
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
      beside,
      mcp: (served) =>
        createMcpEndpoint({ ...served, version: VERSION, clock, onError: (error) => log(`MCP: ${error.message}`) }),
    });
  } catch (error) {
    const problem = portProblem(error, { ...options, portOption: "--port", hostOption: "--host" });
    throw problem === null ? error : new UsageError(problem);
  }
}

function bannerOf(
  server: RunningServer,
  options: ServeCommandOptions,
  kept: ServeStore,
  viewUrl: string | null,
  { env }: CliHost,
): string {
  const { url, rooms } = server;
  const clientUrl = reached(options, url);
  return serveBanner({
    ...kept,
    version: VERSION,
    url,
    clientUrl,
    workspaceUrl: `${clientUrl}/workspace`,
    viewUrl: viewUrl === null ? null : reached(options, viewUrl),
    rooms: rooms.all.map(figuresOf),
    database: databaseFrom(options, env),
    loopback: isLoopback(options.host),
  });
}

function databaseFrom({ memory, database }: ServeCommandOptions, env: CliHost["env"]) {
  if (database !== undefined) return "--database";
  return !memory && env["LLM_CHAT_DATABASE"]?.trim() ? "LLM_CHAT_DATABASE" : null;
}

/** What listens everywhere is reached by name. */
function reached({ host }: ServeCommandOptions, listening: string): string {
  const isEverywhere = host === "0.0.0.0" || host === "::";
  return isEverywhere ? `http://${hostname()}:${new URL(listening).port || 80}` : listening;
}

function figuresOf({ name, host }: ServedRoom): RoomFigures {
  return { name, messages: host.eventsAfter(0).filter(isMessage).length, more: host.oldestSeq > 1 };
}

function warn(host: CliHost, sentence: string): void {
  host.stderr.write(`llm-chat: ${sanitizeLine(sentence)}\n`);
}
