/** Puts the TUI on a terminal, and takes it off again. The only file here that knows streams and Ink's `render`. */
import { render } from "ink";
import type { Clock } from "../../chatroom/clock.ts";
import { App } from "./app.tsx";
import { CellPainter } from "./cell-painter.ts";
import { InkStream } from "./ink-stream.ts";
import type { Press } from "./keys.ts";
import type { Size } from "./layout.ts";
import { colorDepthOf, Pen } from "./pen.ts";
import { type TuiControls, TuiModel } from "./tui-model.ts";
import type { ViewStore } from "./view-store.ts";

export interface TuiOptions {
  readonly store: ViewStore;
  readonly controls: TuiControls;
  readonly stdout: NodeJS.WriteStream;
  readonly stdin: NodeJS.ReadStream;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly clock: Clock;
}

export interface Tui {
  /** Settles when the terminal is as it was before; rejects when the TUI broke. */
  readonly done: Promise<void>;
  stop(): Promise<void>;
  /** Resolves when all that was pushed so far is on the screen. */
  flush(): Promise<void>;
}

const BEGIN_UPDATE = "\x1b[?2026h";
const END_UPDATE = "\x1b[?2026l";

export function startTui({ store, controls, stdout, stdin, env, clock }: TuiOptions): Tui {
  const pen = new Pen(colorDepthOf(env));
  const painter = new CellPainter(pen);
  const watchers = new Set<() => void>();
  const model = new TuiModel({
    view: store.getSnapshot,
    now: () => clock.now(),
    controls: {
      pause: () => controls.pause(),
      resume: () => controls.resume(),
      get paused() {
        return controls.paused;
      },
      say: (text) => controls.say(text),
      composing: () => controls.composing(),
      quit(how) {
        controls.quit(how);
        void close();
      },
    },
    pen,
    size: sizeOf(stdout),
  });
  let frame = model.frame();
  let closed = false;
  let defect: Error | null = null;
  /** Where the panes stand in the frame that Ink has, or is about to draw. */
  let framed = "";
  /** The panes have moved, and that frame is not drawn yet. */
  let moved = false;
  let waited = false;

  const inkStream = new InkStream(stdout, {
    erased: () => painter.forget(),
    clearForFrame() {
      if (!moved) return "";
      moved = false;
      return painter.clear();
    },
    paintOverFrame() {
      const panes = model.panes();
      return closed || panes.key !== framed ? "" : painter.paint(panes);
    },
  });

  function paint(): void {
    const panes = model.panes();
    if (panes.key !== framed) return;
    if (moved && !waited) {
      // They go on top of Ink's frame, which is due. Should none come, they are painted the next time.
      waited = true;
      return;
    }
    waited = false;
    const painted = painter.paint(panes);
    if (painted !== "") stdout.write(BEGIN_UPDATE + painted + END_UPDATE);
  }

  /** Something may look different now. A defect in drawing ends the TUI, not the terminal. */
  function update(): void {
    if (closed) return;
    try {
      frame = model.frame();
      for (const watcher of [...watchers]) watcher();
      paint();
    } catch (error) {
      defect = error instanceof Error ? error : new Error(String(error));
      void close();
    }
  }

  const unsubscribe = store.subscribe(update);
  const app = (
    <App
      subscribe={(watcher) => {
        watchers.add(watcher);
        return () => watchers.delete(watcher);
      }}
      frame={() => frame}
      onPanes={(key) => {
        framed = key;
        moved = true;
        waited = false;
      }}
      onPress={(presses: readonly Press[]) => {
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
    stdout: inkStream,
    stdin,
    interactive: true,
    alternateScreen: true,
    incrementalRendering: true,
    maxFps: 30,
    exitOnCtrlC: false,
    // It would write what libraries print, unsanitised, on a screen that is gone in a moment. Ctrl-L draws anew.
    patchConsole: false,
  });

  /** Our tree takes the new size before Ink draws: a frame of the old size would be too tall for a moment. */
  function resize(): void {
    if (closed) return;
    model.resize(sizeOf(stdout));
    update();
    // Does what React has to do now.
    ink.rerender(app);
    inkStream.emit("resize");
  }
  stdout.on("resize", resize);

  /** Everything anew, after another program has written over it. */
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
      store.flush();
      await ink.waitUntilRenderFlush();
      if (!closed) paint();
      await new Promise<void>((resolve) => stdout.write("", () => resolve()));
    },
  };
}

function sizeOf(stdout: NodeJS.WriteStream): Size {
  return { columns: stdout.columns > 0 ? stdout.columns : 80, rows: stdout.rows > 0 ? stdout.rows : 24 };
}
