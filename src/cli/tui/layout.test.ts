import { describe, expect, it } from "vitest";
import { type Layout, type LayoutRequest, layoutOf, MIN_COLUMN_WIDTH } from "./layout.ts";

const request = (columns: number, rows: number, agents: number, more: Partial<LayoutRequest> = {}): LayoutRequest => ({
  size: { columns, rows },
  agents,
  footerRows: 1,
  focus: "conversation",
  full: false,
  verbosity: "normal",
  firstColumn: 0,
  ...more,
});

function shown(layout: Layout | null): Layout {
  if (layout === null) throw new Error("expected a layout");
  return layout;
}

function rowsOf(layout: Layout, footerRows: number): number {
  const columns = layout.columns.length > 0 ? 2 + layout.bodyRows : 0;
  const conversation = layout.conversation === null ? 0 : 1 + layout.conversation.height;
  return layout.header.rows + columns + conversation + footerRows;
}

describe("layoutOf", () => {
  it("fills exactly the terminal, at every size, with any number of agents, in every mode", () => {
    for (let columns = 30; columns <= 250; columns += 37) {
      for (let rows = 8; rows <= 80; rows += 5) {
        for (let agents = 0; agents <= 8; agents++) {
          for (const focus of ["conversation" as const, 0, 7]) {
            for (const full of [false, true]) {
              for (const verbosity of ["chat", "normal"] as const) {
                const footerRows = 1 + (rows % 2);
                const layout = shown(layoutOf(request(columns, rows, agents, { focus, full, verbosity, footerRows })));
                expect(rowsOf(layout, footerRows)).toBe(rows);
                if (layout.columns.length > 0) {
                  const widths = layout.columns.reduce((sum, column) => sum + column.width, 0);
                  expect(widths + layout.columns.length - 1).toBe(columns);
                  expect(layout.bodyRows).toBeGreaterThanOrEqual(3);
                }
                if (layout.conversation) expect(layout.conversation.height).toBeGreaterThanOrEqual(3);
              }
            }
          }
        }
      }
    }
  });

  it.each([
    [60, 20, 2],
    [80, 24, 3],
    [120, 40, 4],
    [200, 50, 8],
    [250, 80, 8],
  ])("at %ix%i shows %i of 8 columns, none narrower than a column should be", (columns, rows, count) => {
    const layout = shown(layoutOf(request(columns, rows, 8)));
    expect(layout.columns).toHaveLength(count);
    expect(layout.hiddenRight).toBe(8 - count);
    for (const column of layout.columns) expect(column.width).toBeGreaterThanOrEqual(MIN_COLUMN_WIDTH);
  });

  it("moves the columns only as far as the focus makes them", () => {
    const agents = (more: Partial<LayoutRequest>) =>
      shown(layoutOf(request(80, 24, 8, more))).columns.map((column) => column.agent);
    expect(agents({ focus: 4 })).toEqual([2, 3, 4]);
    expect(agents({ focus: 3, firstColumn: 2 })).toEqual([2, 3, 4]);
    expect(agents({ focus: 0, firstColumn: 2 })).toEqual([0, 1, 2]);
    expect(agents({ focus: "conversation", firstColumn: 2 })).toEqual([2, 3, 4]);
    expect(agents({ focus: "conversation", firstColumn: 7 })).toEqual([5, 6, 7]);
  });

  it("gives a full-width pane all the rows", () => {
    const column = shown(layoutOf(request(80, 24, 3, { focus: 1, full: true })));
    expect(column.columns).toMatchObject([{ agent: 1, x: 0, width: 80 }]);
    expect(column.conversation).toBeNull();
    const conversation = shown(layoutOf(request(80, 24, 3, { full: true })));
    expect(conversation.columns).toEqual([]);
    expect(conversation.conversation).toMatchObject({ height: 20 });
  });

  it("shows one pane alone in a low terminal, and nothing in a tiny one", () => {
    const low = shown(layoutOf(request(60, 10, 3, { focus: 2 })));
    expect(low.columns).toHaveLength(1);
    expect(low.conversation).toBeNull();
    expect(layoutOf(request(29, 24, 3))).toBeNull();
    expect(layoutOf(request(80, 7, 3))).toBeNull();
  });
});
