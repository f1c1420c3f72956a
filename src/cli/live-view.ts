/**
 * The live view of a conversation: what its timeline tells, for browsers. Records are kept from the first one on, so that
 * a page can have all of it; the server is loaded when it opens, and the conversation waits for neither.
 */
import type { Clock } from "../chatroom/index.ts";
import type { LogRecord } from "../logging/record.ts";
import type { Timeline } from "../logging/timeline.ts";
import type { ViewerServer } from "../logging/viewer/viewer-server.ts";
import { portProblem } from "./port-problem.ts";

export interface LiveViewPlan {
  /** 0: any free one. */
  readonly port: number;
  /** The port was asked for: who did wants to know when it cannot be had. */
  readonly asked: boolean;
  readonly allowOrigins: readonly string[];
}

export type LiveViewNews =
  | { readonly type: "open"; readonly url: string }
  /** One sentence, with the fix. The conversation goes on without it. */
  | { readonly type: "failed"; readonly sentence: string };

export interface LiveViewOptions {
  readonly plan: LiveViewPlan;
  readonly timeline: Timeline;
  /** Real time. */
  readonly clock: Clock;
  readonly tell: (news: LiveViewNews) => void;
}

/** Whoever is not of this machine has no way to it. */
const HOST = "127.0.0.1";
/** The first frame comes first: loading a server takes longer than drawing it. Who asked for the port has it at once. */
const SOON_MS = 200;

export class LiveView {
  readonly #options: LiveViewOptions;
  /** What was recorded before the hub was there. */
  readonly #early: LogRecord[] = [];
  #stopRecords: () => void;
  #cancel: () => void = () => {};
  #opening: Promise<ViewerServer | null> | null = null;

  constructor(options: LiveViewOptions) {
    this.#options = options;
    this.#stopRecords = options.timeline.subscribeRecords((record) => this.#early.push(record));
  }

  /** Opens the port soon, and tells how that went. */
  open(): void {
    const { plan, clock } = this.#options;
    this.#cancel = clock.schedule(plan.asked ? 0 : SOON_MS, () => {
      this.#opening = this.#open();
    });
  }

  /** Viewers get what they have not got yet, and a close frame. */
  async close(): Promise<void> {
    this.#cancel();
    const server = await this.#opening;
    await server?.close();
    this.#stopRecords();
  }

  async #open(): Promise<ViewerServer | null> {
    const { plan, clock, tell } = this.#options;
    try {
      const [{ openTimelineHub }, { ViewerServer }, { oneRoom }] = await Promise.all([
        import("./timeline-hub.ts"),
        import("../logging/viewer/viewer-server.ts"),
        import("../logging/viewer/one-room.ts"),
      ]);
      this.#stopRecords();
      const live = openTimelineHub(this.#options.timeline, clock, this.#early.splice(0));
      this.#stopRecords = live.stop;
      const { port, allowOrigins } = plan;
      const server = await ViewerServer.open({ host: HOST, port, clock, allowOrigins, rooms: oneRoom(live.hub) });
      tell({ type: "open", url: server.url });
      return server;
    } catch (error) {
      this.#stopRecords();
      this.#early.length = 0;
      const wanted = { host: HOST, port: plan.port, portOption: "--websocket-port", hostOption: null };
      const why = portProblem(error, wanted) ?? (error instanceof Error ? error.message : String(error));
      tell({ type: "failed", sentence: `No live view: ${why}.` });
      return null;
    }
  }
}
