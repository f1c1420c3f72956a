/** Puts the list of logs on the full screen, and takes it off again. */
import { Box, useInput, usePaste, useStdin } from "ink";
import { type ReactElement, useSyncExternalStore } from "react";
import type { Env } from "../host.ts";
import { InkScreen, NO_PANES, sizeOf } from "../tui/ink-screen.ts";
import { type Press, pressesOf } from "../tui/keys.ts";
import type { Size } from "../tui/layout.ts";
import { colorDepthOf, Pen } from "../tui/pen.ts";
import { Rows } from "../tui/rows.tsx";
import { screenInput } from "../tui/screen-input.ts";
import { ChooserModel, type ChooserOptions } from "./chooser-model.ts";

export interface OpenChooserOptions extends Pick<ChooserOptions, "dir" | "choices" | "quit"> {
  readonly stdout: NodeJS.WriteStream;
  readonly stdin: NodeJS.ReadStream;
  readonly env: Env;
}

export interface Chooser {
  /** The path that was picked; null: none was. */
  readonly picked: string | null;
  /** Settles when the terminal is as it was before; rejects when the screen broke. */
  readonly done: Promise<void>;
  stop(): Promise<void>;
  /** Resolves when all that happened so far is on the screen. */
  flush(): Promise<void>;
}

interface Frame {
  readonly size: Size;
  readonly rows: readonly string[];
}

export function openChooser({ dir, choices, stdout, stdin, env, quit }: OpenChooserOptions): Chooser {
  let picked: string | null = null;
  const model = new ChooserModel({
    dir,
    choices,
    pen: new Pen(colorDepthOf(env)),
    size: sizeOf(stdout),
    pick({ path }) {
      picked = path;
      void screen.close();
    },
    quit(how) {
      quit(how);
      void screen.close();
    },
  });
  let frame: Frame = { size: model.size, rows: model.rows() };
  const screen = new InkScreen({
    stdout,
    stdin,
    panes: NO_PANES,
    resize(size) {
      model.size = size;
      update();
    },
    release: () => {},
  });

  function update(): void {
    screen.draw(() => {
      frame = { size: model.size, rows: model.rows() };
      screen.tell();
    });
  }

  screen.show(<ChooserApp subscribe={screen.subscribe} frame={() => frame} {...screenInput(screen, model, update)} />);

  return {
    get picked() {
      return picked;
    },
    done: screen.done,
    stop: () => screen.close(),
    async flush() {
      await screen.rendered();
      await screen.written();
    },
  };
}

interface ChooserAppProps {
  readonly subscribe: (watcher: () => void) => () => void;
  readonly frame: () => Frame;
  readonly onPress: (presses: readonly Press[]) => void;
  readonly onPaste: (text: string) => void;
}

function ChooserApp({ subscribe, frame, onPress, onPaste }: ChooserAppProps): ReactElement {
  const { size, rows } = useSyncExternalStore(subscribe, frame);
  const { isRawModeSupported: isActive } = useStdin();
  useInput((input, key) => onPress(pressesOf(input, key)), { isActive });
  usePaste(onPaste, { isActive });
  return (
    <Box flexDirection="column" width={size.columns} height={size.rows} overflow="hidden">
      <Rows texts={rows} />
    </Box>
  );
}
