/** A person's screen in a room of the test's own process, on a fake terminal, with a clock that stands still. */
import { LocalSession, type FloorPolicy, RoomHost } from "../../src/chatroom/index.ts";
import { type JoinScreen, startScreen } from "../../src/cli/join/start-screen.tsx";
import { Visit } from "../../src/cli/join/visit.ts";
import { localSeat } from "./local-seat.ts";
import { ManualClock, settle } from "./manual-clock.ts";
import { FakeTerminal } from "./terminal.ts";
import { COLOR } from "./tui-stage.ts";

const open: JoinScreen[] = [];

/** After each test. */
export async function stopScreens(): Promise<void> {
  for (const screen of open.splice(0)) await screen.stop().catch(() => undefined);
}

export interface StageOptions {
  readonly columns?: number;
  readonly rows?: number;
  readonly env?: Record<string, string>;
  readonly policy?: FloorPolicy;
  readonly name?: string;
  /** What happens before the person comes. */
  readonly before?: (stage: RoomStage) => Promise<unknown>;
  readonly allows?: (content: string) => boolean;
}

/** A room, its clock, and others in it. */
export class RoomStage {
  readonly clock: ManualClock;
  readonly host: RoomHost;
  readonly #others = new Map<string, LocalSession>();

  private constructor(clock: ManualClock, host: RoomHost) {
    this.clock = clock;
    this.host = host;
  }

  static async open(policy: FloorPolicy = "open", allows?: (content: string) => boolean): Promise<RoomStage> {
    const clock = new ManualClock();
    return new RoomStage(clock, await RoomHost.open({ clock, policy, ...(allows ? { allows } : {}) }));
  }

  /** Who is not there comes in. */
  async other(name: string): Promise<LocalSession> {
    const known = this.#others.get(name);
    if (known?.username === name) return known;
    const session = new LocalSession(this.host, { clock: this.clock });
    await session.join(name);
    this.#others.set(name, session);
    return session;
  }

  async says(name: string, text: string): Promise<void> {
    const other = await this.other(name);
    if (this.host.policy === "stick") await other.talkingStick();
    const outcome = await other.say(text);
    if (outcome.type !== "sent") throw new Error(`${name} could not say it: ${outcome.reason}`);
  }
}

export async function joinStage(options: StageOptions = {}) {
  const { columns = 80, rows = 24, env = COLOR, name = "Me" } = options;
  const room = await RoomStage.open(options.policy, options.allows);
  await options.before?.(room);
  const { clock, host } = room;
  const local = localSeat(host, clock);
  const visit = new Visit({ open: local.open, name, clock });
  await visit.enter();
  const terminal = new FakeTerminal(columns, rows);
  const quits: string[] = [];
  const screen = startScreen({
    visit,
    place: "lobby · 127.0.0.1:8894",
    quit: (how) => void quits.push(how),
    stdout: terminal.stdout,
    stdin: terminal.stdin,
    env,
    clock,
    timeZone: "UTC",
  });
  open.push(screen);
  /** The screen when all that happened and was typed is on it. */
  const lines = async () => {
    await settle();
    await screen.flush();
    await terminal.settled();
    return terminal.lines();
  };
  return { room, visit, local, terminal, screen, quits, lines };
}
