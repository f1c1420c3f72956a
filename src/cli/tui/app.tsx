/** The frame around the panes, as Ink sees it: strings in their rows, and blank boxes where the painter paints. */
import { Box, useInput, usePaste, useStdin } from "ink";
import { memo, type ReactElement, useInsertionEffect, useSyncExternalStore } from "react";
import type { Frame } from "./frame.ts";
import { type Press, pressesOf } from "./keys.ts";
import { Row, Rows } from "./rows.tsx";

export interface AppProps {
  readonly subscribe: (watcher: () => void) => () => void;
  readonly frame: () => Frame;
  /** Before Ink draws a frame in which the panes stand elsewhere. */
  readonly onPanes: (key: string) => void;
  readonly onPress: (presses: readonly Press[]) => void;
  readonly onPaste: (text: string) => void;
}

export function App({ subscribe, frame: getFrame, onPanes, onPress, onPaste }: AppProps): ReactElement {
  const frame = useSyncExternalStore(subscribe, getFrame);
  useInsertionEffect(() => onPanes(frame.panes), [onPanes, frame.panes]);
  const { isRawModeSupported: isActive } = useStdin();
  useInput((input, key) => onPress(pressesOf(input, key)), { isActive });
  usePaste(onPaste, { isActive });
  const { columns, rows } = frame.size;
  return (
    <Box flexDirection="column" width={columns} height={rows} overflow="hidden">
      <Content frame={frame} />
    </Box>
  );
}

function Content({ frame }: { readonly frame: Frame }): ReactElement {
  switch (frame.kind) {
    case "notice":
      return <Row text={frame.text} />;
    case "help":
      return (
        <>
          <Rows texts={frame.lines} />
          <Box flexGrow={1} />
          <Row text={frame.footer} />
        </>
      );
    case "panes":
      return (
        <>
          <Rows texts={frame.header} />
          {frame.titles !== null && <Row text={frame.titles} />}
          {frame.states !== null && <Row text={frame.states} />}
          <Pane rows={frame.bodyRows} />
          {frame.rule !== null && <Row text={frame.rule} />}
          <Pane rows={frame.conversationRows} />
          <Rows texts={frame.extra} />
          <Row text={frame.footer} />
        </>
      );
  }
}

const Pane = memo(function Pane({ rows }: { readonly rows: number }): ReactElement {
  return <Box height={rows} flexShrink={0} />;
});
