/** Puts a visit on a terminal, and takes it off again. */
import { render } from "ink";
import type { Clock } from "../../chatroom/index.ts";
import { InkStream } from "../tui/ink-stream.ts";
import type { Size } from "../tui/layout.ts";
import { colorDepthOf, Pen } from "../tui/pen.ts";
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

/** All rows are Ink's own: nothing is painted beside it. */
const NO_PANES = { erased: () => {}, clearForFrame: () => "", paintOverFrame: () => "" };

export function startScreen(options: ScreenOptions): JoinScreen {
  const { visit, stdout, stdin, env } = options;
  const watchers = new Set<() => void>();
  const model = new ScreenModel({ ...options, pen: new Pen(colorDepthOf(env)), size: sizeOf(stdout) });
  let frame: JoinFrame = { size: model.size, rows: model.rows() };
  let closed = false;
  let defect: Error | null = null;
  const inkStream = new InkStream(stdout, NO_PANES);

  /** Something may look different now. A defect in drawing ends the screen, not the terminal. */
  function update(): void {
    if (closed) return;
    try {
      const rows = model.rows();
      if (rows === frame.rows && model.size === frame.size) return;
      frame = { size: model.size, rows };
      for (const watcher of [...watchers]) watcher();
    } catch (error) {
      defect = error instanceof Error ? error : new Error(String(error));
      void close();
    }
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
  const app = (
    <JoinApp
      subscribe={(watcher) => {
        watchers.add(watcher);
        return () => watchers.delete(watcher);
      }}
      frame={() => frame}
      onPress={(presses) => {
        for (const press of presses) {
          if (closed) return;
          if (press.type === "control" && press.letter === "l") redraw();
          else model.press(press);
        }
        update();
      }}
      onPaste={(text) => {
        model.paste(text);
        update();
      }}
    />
  );
  const ink = render(app, {
    stdout: inkStream as unknown as NodeJS.WriteStream,
    stdin,
    interactive: true,
    alternateScreen: true,
    incrementalRendering: true,
    maxFps: 30,
    exitOnCtrlC: false,
    patchConsole: false,
  });

  /** Our tree takes the new size before Ink draws: a frame of the old size would be too tall for a moment. */
  function resize(): void {
    if (closed) return;
    model.resize(sizeOf(stdout));
    update();
    ink.rerender(app);
    inkStream.emit("resize");
  }
  stdout.on("resize", resize);

  function redraw(): void {
    ink.clear();
    inkStream.emit("resize");
  }

  function release(): void {
    closed = true;
    unsubscribe();
    stdout.off("resize", resize);
  }

  const done = ink
    .waitUntilExit()
    .finally(release)
    .then(() => {
      if (defect !== null) throw defect;
    });

  function close(): Promise<void> {
    if (!closed) {
      release();
      ink.unmount();
    }
    return done;
  }

  return {
    done,
    stop: close,
    async flush() {
      visit.room.flush();
      await ink.waitUntilRenderFlush();
      await new Promise<void>((resolve) => stdout.write("", () => resolve()));
    },
  };
}

function sizeOf(stdout: NodeJS.WriteStream): Size {
  return { columns: stdout.columns > 0 ? stdout.columns : 80, rows: stdout.rows > 0 ? stdout.rows : 24 };
}
