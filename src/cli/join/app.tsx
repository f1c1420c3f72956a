/** The screen as Ink sees it: one string a row. */
import { Box, useInput, usePaste, useStdin } from "ink";
import { type ReactElement, useSyncExternalStore } from "react";
import type { Size } from "../tui/layout.ts";
import { Rows } from "../tui/rows.tsx";
import { type JoinPress, joinPressesOf } from "./keys.ts";

export interface JoinFrame {
  readonly size: Size;
  readonly rows: readonly string[];
}

export interface JoinAppProps {
  readonly subscribe: (watcher: () => void) => () => void;
  readonly frame: () => JoinFrame;
  readonly onPress: (presses: readonly JoinPress[]) => void;
  readonly onPaste: (text: string) => void;
}

export function JoinApp({ subscribe, frame, onPress, onPaste }: JoinAppProps): ReactElement {
  const { size, rows } = useSyncExternalStore(subscribe, frame);
  const { isRawModeSupported: isActive } = useStdin();
  useInput((input, key) => onPress(joinPressesOf(input, key)), { isActive });
  usePaste(onPaste, { isActive });
  return (
    <Box flexDirection="column" width={size.columns} height={size.rows} overflow="hidden">
      <Rows texts={rows} />
    </Box>
  );
}
