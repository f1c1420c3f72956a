/** Puts the TUI on a terminal, and takes it off again: Ink's frame, and the panes that are painted over it. */
import { App } from "./app.tsx";
import { CellPainter } from "./cell-painter.ts";
import { InkScreen, sizeOf } from "./ink-screen.ts";
import { colorDepthOf, Pen } from "./pen.ts";
import { screenInput } from "./screen-input.ts";
import type { TuiMode } from "./tui-mode.ts";
import { TuiModel } from "./tui-model.ts";
import type { ScreenView } from "./view-commits.ts";

export interface TuiOptions {
  readonly store: ScreenView;
  readonly mode: TuiMode;
  readonly stdout: NodeJS.WriteStream;
  readonly stdin: NodeJS.ReadStream;
  readonly env: Readonly<Record<string, string | undefined>>;
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

export function startTui({ store, mode, stdout, stdin, env }: TuiOptions): Tui {
  const pen = new Pen(colorDepthOf(env));
  const painter = new CellPainter(pen);
  const model = new TuiModel({
    view: store.getSnapshot,
    mode,
    quit(how) {
      mode.quit(how);
      void screen.close();
    },
    pen,
    size: sizeOf(stdout),
  });
  let frame = model.frame();
  /** Where the panes stand in the frame that Ink has, or is about to draw. */
  let framed = "";
  /** The panes have moved, and that frame is not drawn yet. */
  let moved = false;
  let waited = false;

  const screen = new InkScreen({
    stdout,
    stdin,
    panes: {
      erased: () => painter.forget(),
      clearForFrame() {
        if (!moved) return "";
        moved = false;
        return painter.clear();
      },
      paintOverFrame() {
        const panes = model.panes();
        return screen.closed || panes.key !== framed ? "" : painter.paint(panes);
      },
    },
    resize(size) {
      model.resize(size);
      update();
    },
    release: () => unsubscribe(),
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

  /** Something may look different now. */
  function update(): void {
    screen.draw(() => {
      frame = model.frame();
      screen.tell();
      paint();
    });
  }

  const unsubscribe = store.subscribe(update);
  screen.show(
    <App
      subscribe={screen.subscribe}
      frame={() => frame}
      onPanes={(key) => {
        framed = key;
        moved = true;
        waited = false;
      }}
      {...screenInput(screen, model, update)}
    />,
  );

  return {
    done: screen.done,
    stop: () => screen.close(),
    async flush() {
      store.flush();
      await screen.rendered();
      if (!screen.closed) paint();
      await screen.written();
    },
  };
}
