/** How the new text of a block differs from the one it has. */
import { memo, useMemo, useState } from "react";
import { sanitizeForTerminal } from "../../../src/logging/sanitize.ts";
import type { BlockType } from "../../../src/documents/model.ts";
import { type DifferentCell, type DifferentRow, tableDifference } from "../state/table-difference.ts";
import { foldSame, type ShownPiece, wordDifference } from "../state/word-difference.ts";
import { BlockContent } from "./block-content.tsx";

export interface DifferenceViewProps {
  readonly type: BlockType;
  readonly current: string;
  readonly proposed: string;
}

export const DifferenceView = memo(function DifferenceView({ type, current, proposed }: DifferenceViewProps) {
  switch (type) {
    case "md":
      return <WordDifference current={current} proposed={proposed} />;
    case "csv":
      return <TableDifference current={current} proposed={proposed} />;
    default:
      return <SideBySide type={type} current={current} proposed={proposed} />;
  }
});

type Texts = Omit<DifferenceViewProps, "type">;

export function WordDifference({ current, proposed }: Texts) {
  const pieces = useMemo(() => wordDifference(current, proposed), [current, proposed]);
  if (pieces === null) return <SideBySide type="md" current={current} proposed={proposed} />;
  return (
    <div className="difference">
      {foldSame(pieces).map((piece, index) => (
        <Piece key={index} piece={piece} />
      ))}
    </div>
  );
}

function Piece({ piece }: { readonly piece: ShownPiece }) {
  const [isWhole, setWhole] = useState(false);
  const text = sanitizeForTerminal(piece.text);
  if (piece.kind === "added") return <ins>{text}</ins>;
  if (piece.kind === "removed") return <del>{text}</del>;
  if (piece.folded === undefined || isWhole) return <span>{text}</span>;
  const { begin, end, characters } = piece.folded;
  return (
    <span>
      {sanitizeForTerminal(begin)}
      <button type="button" className="link-button folded" onClick={() => setWhole(true)}>
        … {characters} unchanged characters …
      </button>
      {sanitizeForTerminal(end)}
    </span>
  );
}

function TableDifference({ current, proposed }: Texts) {
  const rows = useMemo(() => tableDifference(current, proposed), [current, proposed]);
  if (rows === null) return <SideBySide type="csv" current={current} proposed={proposed} />;
  const columns = Math.max(1, ...rows.map(({ cells }) => cells.length));
  return (
    <div className="table-scroll difference-table" tabIndex={-1}>
      <table>
        <tbody>
          {rows.map((row, index) => (
            <Row key={index} row={row} columns={columns} isHead={index === 0} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

const SIGNS = { same: "", added: "+", removed: "−", changed: "±", folded: "⋯" } as const;

function Row({
  row,
  columns,
  isHead,
}: {
  readonly row: DifferentRow;
  readonly columns: number;
  readonly isHead: boolean;
}) {
  const Cell = isHead ? "th" : "td";
  return (
    <tr className={row.kind}>
      <td className="sign" aria-label={row.kind}>
        {SIGNS[row.kind]}
      </td>
      {row.kind === "folded" ? (
        <td colSpan={columns}>{row.cells[0]?.text}</td>
      ) : (
        row.cells.map((cell, index) => (
          <Cell key={index}>
            <CellText cell={cell} />
          </Cell>
        ))
      )}
    </tr>
  );
}

function CellText({ cell: { text, before } }: { readonly cell: DifferentCell }) {
  if (before === undefined) return text;
  return (
    <>
      {before !== "" && <del>{before}</del>} {text !== "" && <ins>{text}</ins>}
    </>
  );
}

export function SideBySide({ type, current, proposed }: DifferenceViewProps) {
  return (
    <div className="side-by-side">
      <section aria-label="Current">
        <h4>Current</h4>
        <BlockContent type={type} text={current} />
      </section>
      <section aria-label="New">
        <h4>New</h4>
        <BlockContent type={type} text={proposed} />
      </section>
    </div>
  );
}
