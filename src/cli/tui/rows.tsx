/** Drawn strings as Ink's rows. */
import { Box, Text } from "ink";
import { memo, type ReactElement } from "react";

export function Rows({ texts }: { readonly texts: readonly string[] }): ReactElement {
  return (
    <>
      {texts.map((text, row) => (
        // Rows have no identity but their place.
        // oxlint-disable-next-line react/no-array-index-key
        <Row key={row} text={text} />
      ))}
    </>
  );
}

export const Row = memo(function Row({ text }: { readonly text: string }): ReactElement {
  return (
    <Box height={1} flexShrink={0}>
      <Text wrap="truncate-end">{text === "" ? " " : text}</Text>
    </Box>
  );
});
