/** The Ink program one writes first: the text of each column is state, and every word sets it. */
import { Box, render, Text, useWindowSize } from "ink";
import { useEffect, useState } from "react";
import { COLUMNS, startWords } from "./stimulus.ts";
import { timeWindow } from "./timed-window.ts";

const MOST_LINES = 100;

function App() {
  const { columns, rows } = useWindowSize();
  const width = Math.floor(columns / COLUMNS);
  const [texts, setTexts] = useState<readonly (readonly string[])[]>(() => Array.from({ length: COLUMNS }, () => [""]));
  useEffect(
    () =>
      startWords((column, word) =>
        setTexts((before) =>
          before.map((lines, index) => (index === column ? withWord(lines, word, width - 3) : lines)),
        ),
      ),
    [width],
  );
  return (
    <Box flexDirection="column" width={columns} height={rows}>
      <Text bold>llm-chat Should we colonise Mars?</Text>
      <Box flexGrow={1}>
        {texts.map((lines, column) => (
          // Columns have no identity but their place.
          // oxlint-disable-next-line react/no-array-index-key
          <Box key={column} width={width} overflow="hidden">
            <Text dimColor wrap="truncate">
              {lines.slice(2 - rows).join("\n")}
            </Text>
          </Box>
        ))}
      </Box>
      <Text dimColor>q quit</Text>
    </Box>
  );
}

function withWord(lines: readonly string[], word: string, width: number): readonly string[] {
  const last = lines.at(-1) ?? "";
  if (last.length + word.length <= width) return [...lines.slice(0, -1), last + word];
  return [...lines.slice(-MOST_LINES), word];
}

render(<App />, { alternateScreen: true });
timeWindow();
