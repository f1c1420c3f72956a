/** The terminal's other screen with Ink on it, and taken off again: what the full screens have in common. */
import { type Instance, render } from "ink";
import type { ReactElement } from "react";
import { InkStream, type PaneSource } from "./ink-stream.ts";
import type { Size } from "./layout.ts";

export interface InkScreenOptions {
  readonly stdout: NodeJS.WriteStream;
  readonly stdin: NodeJS.ReadStream;
  readonly panes: PaneSource;
  /** The terminal has another size; what the tree shows has it when this returns. */
  readonly resize: (size: Size) => void;
  /** Nothing is drawn from now on. */
  readonly release: () => void;
}

/** For a screen whose rows are all Ink's own: nothing is painted beside it. */
export const NO_PANES: PaneSource = { erased: () => {}, clearForFrame: () => "", paintOverFrame: () => "" };

export class InkScreen {
  /** Settles when the terminal is as it was before; rejects when the screen broke. */
  readonly done: Promise<void>;
  readonly #options: InkScreenOptions;
  readonly #stream: InkStream;
  readonly #watchers = new Set<() => void>();
  readonly #settleDone: (ending: Promise<void>) => void;
  #ink: Instance | null = null;
  #closed = false;
  #defect: Error | null = null;

  constructor(options: InkScreenOptions) {
    this.#options = options;
    this.#stream = new InkStream(options.stdout, options.panes);
    const { promise, resolve } = Promise.withResolvers<void>();
    this.done = promise;
    this.#settleDone = resolve;
  }

  get closed(): boolean {
    return this.#closed;
  }

  /** For the tree: told by `tell` that something may look different. */
  readonly subscribe = (watcher: () => void): (() => void) => {
    this.#watchers.add(watcher);
    return () => this.#watchers.delete(watcher);
  };

  tell(): void {
    for (const watcher of [...this.#watchers]) watcher();
  }

  show(app: ReactElement): void {
    const { stdout, stdin, resize } = this.#options;
    const ink = render(app, {
      stdout: this.#stream,
      stdin,
      interactive: true,
      alternateScreen: true,
      incrementalRendering: true,
      maxFps: 30,
      exitOnCtrlC: false,
      // It would write what libraries print, unsanitised, on a screen that is gone in a moment. Ctrl-L draws anew.
      patchConsole: false,
    });
    this.#ink = ink;
    // Our tree takes the new size before Ink draws: a frame of the old size would be too tall for a moment.
    const onResize = () => {
      resize(sizeOf(stdout));
      if (this.#closed) return;
      // Does what React has to do now.
      ink.rerender(app);
      this.#stream.emit("resize");
    };
    stdout.on("resize", onResize);
    const ending = ink
      .waitUntilExit()
      .finally(() => {
        stdout.off("resize", onResize);
        this.#release();
      })
      .then(() => {
        if (this.#defect !== null) throw this.#defect;
      });
    this.#settleDone(ending);
  }

  /** A defect in drawing ends the screen, not the terminal. */
  draw(work: () => void): void {
    if (this.#closed) return;
    try {
      work();
    } catch (error) {
      this.#defect = error instanceof Error ? error : new Error(String(error));
      void this.close();
    }
  }

  /** Everything anew, after another program has written over it. */
  redraw(): void {
    this.#ink?.clear();
    this.#stream.emit("resize");
  }

  close(): Promise<void> {
    if (!this.#closed) {
      this.#release();
      this.#ink?.unmount();
    }
    return this.done;
  }

  /** Resolves when Ink has written all that it was told. */
  async rendered(): Promise<void> {
    await this.#ink?.waitUntilRenderFlush();
  }

  /** Resolves when all that was written has left this process. */
  async written(): Promise<void> {
    await new Promise<void>((resolve) => this.#options.stdout.write("", () => resolve()));
  }

  #release(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#options.release();
  }
}

export function sizeOf(stdout: NodeJS.WriteStream): Size {
  return { columns: stdout.columns > 0 ? stdout.columns : 80, rows: stdout.rows > 0 ? stdout.rows : 24 };
}
