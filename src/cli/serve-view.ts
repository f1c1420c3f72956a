/** The live view of a server: its rooms, in browsers. Loaded where it is wanted. */
import type { RunningServer } from "../chatroom/server/index.ts";
import type { ViewerServer } from "../logging/viewer/viewer-server.ts";
import type { DiscussionRooms } from "./discussion-rooms.ts";
import type { CliHost } from "./host.ts";
import { portProblem } from "./port-problem.ts";
import type { ServeCommandOptions } from "./serve-options.ts";

/** Null: it is not wanted, or cannot be had, which is told in a sentence; the server goes on without. */
export async function openLivePort(
  options: ServeCommandOptions,
  server: RunningServer,
  { clock }: Pick<CliHost, "clock">,
  warn: (sentence: string) => void,
  discussions?: DiscussionRooms,
): Promise<ViewerServer | null> {
  const { host, websocketPort: port, allowOrigin, allowHost } = options;
  if (port === null) return null;
  const [{ LiveRooms }, { ViewerServer }] = await Promise.all([
    import("./live-rooms.ts"),
    import("../logging/viewer/viewer-server.ts"),
  ]);
  try {
    return await ViewerServer.open({
      host,
      port,
      clock,
      rooms: new LiveRooms({ rooms: server.rooms, clock, discussions }),
      allowOrigins: allowOrigin,
      allowHosts: allowHost,
      admits: (token) => server.mayRead(token),
    });
  } catch (error) {
    const wanted = { host, port, portOption: "--websocket-port", hostOption: "--host" };
    const why = portProblem(error, wanted) ?? (error instanceof Error ? error.message : String(error));
    warn(`no live view: ${why}.`);
    return null;
  }
}
