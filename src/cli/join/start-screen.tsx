/** Puts a visit on a terminal, and takes it off again. */
import type { Clock } from "../../chatroom/index.ts";
import { InkScreen, NO_PANES, sizeOf } from "../tui/ink-screen.ts";
import { colorDepthOf, Pen } from "../tui/pen.ts";
import { screenInput } from "../tui/screen-input.ts";
import { JoinApp, type JoinFrame } from "./app.tsx";
import { ScreenModel } from "./screen-model.ts";
import type { Visit } from "./visit.ts";

export interface ScreenOptions {
  readonly visit: Visit;
  readonly place: string;
  readonly quit: (how: "quit" | "interrupted") => void;
  readonly stdout: NodeJS.WriteStream;
  readonly stdin: NodeJS.ReadStream;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly clock: Clock;
  readonly timeZone?: string | undefined;
}

export interface JoinScreen {
  /** Settles when the terminal is as it was before; rejects when the screen broke. */
  readonly done: Promise<void>;
  stop(): Promise<void>;
  /** Resolves when all that happened so far is on the screen. */
  flush(): Promise<void>;
}

export function startScreen(options: ScreenOptions): JoinScreen {
  const { visit, stdout, stdin, env } = options;
  const model = new ScreenModel({ ...options, pen: new Pen(colorDepthOf(env)), size: sizeOf(stdout) });
  let frame: JoinFrame = { size: model.size, rows: model.rows() };
  const screen = new InkScreen({
    stdout,
    stdin,
    panes: NO_PANES,
    resize(size) {
      model.resize(size);
      update();
    },
    release: () => unsubscribe(),
  });

  /** Something may look different now. */
  function update(): void {
    screen.draw(() => {
      const rows = model.rows();
      if (rows === frame.rows && model.size === frame.size) return;
      frame = { size: model.size, rows };
      screen.tell();
    });
  }

  const unsubscribe = visit.room.subscribe(update);
  visit.watch({
    event: () => {},
    connection: () => {},
    note: (text) => visit.room.note(text),
    failed(text, reason) {
      model.giveBack(text, reason);
      visit.room.changed();
    },
  });
  screen.show(<JoinApp subscribe={screen.subscribe} frame={() => frame} {...screenInput(screen, model, update)} />);

  return {
    done: screen.done,
    stop: () => screen.close(),
    async flush() {
      visit.room.flush();
      await screen.rendered();
      await screen.written();
    },
  };
}
