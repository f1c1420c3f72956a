/** Who may import what, as data. Paths are those below src/, or from there (../web/); one that ends in "/" means everything in the folder. */

export interface Row {
  /** The files the row is about. The first row that names a file is its row. */
  readonly files: readonly string[];
  /** What may be imported of this project, beside the rest of `files`. */
  readonly values: readonly string[];
  /** What may be imported with `import type` beside `values`. */
  readonly types: readonly string[];
  /** Packages; "*" is any, but for those of ONLY_IN. */
  readonly packages: readonly string[];
  readonly node: boolean;
}

const PROTOCOL = ["chatroom/protocol.ts", "chatroom/errors.ts", "chatroom/session.ts"];

/** The interfaces between the parts. */
export const LEAVES = [
  ...PROTOCOL,
  "chatroom/clock.ts",
  "chatroom/actions.ts",
  "agents/types.ts",
  "logging/record.ts",
  "logging/view-types.ts",
  // Two values that the view is made of; they import nothing.
  "logging/append-list.ts",
  "agents/partial-json.ts",
];

/** Of the core, what neither decides nor changes anything. */
const PURE_RULES = ["chatroom/core/characters.ts", "chatroom/core/draft.ts", "chatroom/core/names.ts"];

/** The page, which is beside src/. */
export const WEB = "../web/";
const BROWSER_PACKAGES_OF_WEB = ["zod", "react", "react-dom", "react-markdown", "remark-gfm", "virtua"];
/** Those of the page to work in. */
const BROWSER_PACKAGES_OF_DOCUMENTS = [
  ...["papaparse", "chart.js", "diff", "fractional-indexing", "micromark", "micromark-extension-gfm"],
];

/** The interfaces of documents, which the page speaks too. */
const DOCUMENT_LEAVES = [
  ...["documents/model.ts", "documents/change.ts", "documents/wire.ts", "documents/refusal.ts"],
  "documents/http-api.ts",
];

/** What every server of ours asks before it answers. */
const HTTP = ["http/"];

/** A room in this process: the core and its shell. */
const ROOM = ["chatroom/core/", "chatroom/journal/", "chatroom/*"];

export const TABLE: readonly Row[] = [
  { files: ["chatroom/actions.ts"], values: PROTOCOL, types: LEAVES, packages: ["zod"], node: false },
  ...LEAVES.map((leaf) => ({ files: [leaf], values: [], types: LEAVES, packages: ["zod"], node: false })),
  // The clock by type only: `systemClock` is the outside world.
  { files: ["chatroom/core/"], values: PROTOCOL, types: LEAVES, packages: ["unhomoglyph"], node: false },
  { files: HTTP, values: [], types: [], packages: [], node: true },
  ...["chatroom/server/", "chatroom/client/", "chatroom/mcp/"].map((folder) => ({
    files: [folder],
    values: [...ROOM, ...(folder === "chatroom/server/" ? HTTP : []), ...LEAVES],
    // What a server hands over to whoever answers at /mcp.
    types: folder === "chatroom/mcp/" ? ["chatroom/server/mcp-endpoint.ts", "chatroom/server/rooms.ts"] : [],
    packages: ["*"],
    node: true,
  })),
  { files: ["chatroom/index.ts"], values: ["chatroom/"], types: [], packages: [], node: false },
  { files: ROOM, values: LEAVES, types: [], packages: ["*"], node: true },
  { files: ["agents/"], values: LEAVES, types: [], packages: ["*"], node: true },
  // Whether a log keeps the room's rules is asked with those of the core that decide nothing: characters, joints, names.
  {
    files: ["logging/verify/"],
    values: ["logging/*", ...PURE_RULES, ...LEAVES.filter((leaf) => leaf !== "chatroom/actions.ts")],
    types: LEAVES,
    packages: ["*"],
    node: false,
  },
  // Nothing that can change a room: an action can.
  {
    files: ["logging/"],
    values: [...HTTP, ...LEAVES.filter((leaf) => leaf !== "chatroom/actions.ts")],
    types: LEAVES,
    packages: ["*"],
    node: true,
  },
  // What a command does to blocks: no database, no model, no time.
  {
    files: ["documents/core/"],
    values: DOCUMENT_LEAVES,
    types: LEAVES,
    packages: ["zod", "diff", "fractional-indexing"],
    node: false,
  },
  ...DOCUMENT_LEAVES.map((leaf) => ({
    files: [leaf],
    values: DOCUMENT_LEAVES,
    types: LEAVES,
    packages: ["zod"],
    node: false,
  })),
  // A document as a file: what is Markdown and safe for a terminal is known where chats are exported.
  {
    files: ["documents/export/"],
    values: [
      "documents/core/",
      ...DOCUMENT_LEAVES,
      ...["logging/export/contain-markdown.ts", "logging/export/html-text.ts"],
    ],
    types: LEAVES,
    packages: ["micromark", "micromark-extension-gfm", "papaparse"],
    node: false,
  },
  // A database is a file in the data directory as a journal is.
  {
    files: ["documents/store/"],
    values: [
      ...["chatroom/journal/folder.ts", "chatroom/journal/load-sqlite.ts", "chatroom/journal/storage-error.ts"],
      // It knows no rule of documents but the order of blocks.
      ...["documents/ids.ts", "documents/core/positions.ts", ...DOCUMENT_LEAVES, ...LEAVES],
    ],
    types: [],
    packages: ["*"],
    node: true,
  },
  // The room it discusses in is given to it.
  { files: ["documents/"], values: ["agents/", ...HTTP, ...LEAVES], types: [], packages: ["*"], node: true },
  // Agents and logging by file, not by an index: a command loads what it uses and nothing else.
  {
    files: ["cli/"],
    values: [
      "chatroom/index.ts",
      "chatroom/server/index.ts",
      "chatroom/client/index.ts",
      "chatroom/mcp/index.ts",
      "agents/",
      "logging/",
      "documents/",
      ...HTTP,
      ...LEAVES,
    ],
    types: [],
    packages: ["*"],
    node: true,
  },
  // The page shows; it has no room, no agent and no command.
  {
    files: [WEB],
    values: [
      ...["logging/", "chatroom/clock.ts", "agents/partial-json.ts"],
      ...["documents/core/", "documents/export/", "documents/processor/title-of.ts", ...DOCUMENT_LEAVES],
    ],
    types: [...LEAVES, "documents/http-api.ts"],
    packages: [...BROWSER_PACKAGES_OF_WEB, ...BROWSER_PACKAGES_OF_DOCUMENTS],
    node: false,
  },
  // The library takes its names from the files: behind an index come declarations that need zod.
  {
    files: ["index.ts"],
    values: ["chatroom/", "agents/", "logging/", "documents/"],
    types: [],
    packages: [],
    node: false,
  },
  { files: ["viewer.ts"], values: ["logging/"], types: [], packages: [], node: false },
  { files: ["server.ts"], values: ["chatroom/", ...HTTP], types: [], packages: [], node: true },
];

/** Packages (with everything below them) that only one place may know, types included. */
export const ONLY_IN: Readonly<Record<string, readonly string[]>> = {
  openai: ["agents/providers/"],
  "@anthropic-ai/sdk": ["agents/providers/"],
  "react-dom": [WEB],
  kysely: ["documents/store/"],
  pg: ["documents/store/"],
  "chart.js": [WEB],
  "react-markdown": [WEB],
  "remark-gfm": [WEB],
  virtua: [WEB],
  ink: ["cli/tui/", "cli/join/", "cli/replay/"],
  react: ["cli/tui/", "cli/join/", "cli/replay/", WEB],
  commander: ["cli/"],
  // Tools and test doubles do not ship.
  "@copilotkit/aimock": [],
  "@openai/agents": [],
  "@xterm/headless": [],
  esbuild: [],
  "fast-check": [],
  "oxc-parser": [],
  "playwright-core": [],
  vite: [],
  vitest: [],
};

/** Files outside of src/ that a file may import. */
export const OUTSIDE: Readonly<Record<string, string>> = {
  "cli/version.ts": "../package.json",
  "server.ts": "../package.json",
  "logging/viewer/message-stream.ts": "../package.json",
};

/** These run in a browser too, with everything they import. */
export const BROWSER_SAFE = [
  "logging/view-state.ts",
  "logging/sanitize.ts",
  "logging/record.ts",
  "logging/view-types.ts",
  "logging/append-list.ts",
  "logging/verify/index.ts",
  "logging/stats/log-meter.ts",
  "logging/viewer/parsed-content.ts",
  "logging/viewer/frames.ts",
  "logging/log-decoder.ts",
  "logging/replay/player.ts",
  "logging/replay/log-recording.ts",
  "logging/replay/live-recording.ts",
  "logging/replay/landmarks.ts",
  "logging/replay/text-match.ts",
  "logging/replay/log-bytes.ts",
  "logging/log-summary.ts",
  "logging/export/markdown-transcript.ts",
  "logging/export/text-transcript.ts",
  "logging/export/jsonl-transcript.ts",
  "logging/export/html-page.ts",
  "documents/core/decide.ts",
  "documents/export/export-document.ts",
  "documents/wire.ts",
  "../web/main.tsx",
  "../web/workspace/main.tsx",
];
export const BROWSER_PACKAGES = [
  ...BROWSER_PACKAGES_OF_WEB,
  ...BROWSER_PACKAGES_OF_DOCUMENTS,
  "string-width",
  "unhomoglyph",
];
export const NODE_GLOBALS = ["process", "Buffer", "global", "require", "__dirname", "__filename", "setImmediate"];

/** A pure decider has no clock, no chance and no outside. Where a name is needed for something else, rename it. */
export const PURE = ["chatroom/core/"];
export const IMPURE_NAMES = [
  ...["Date", "Temporal", "performance", "setTimeout", "setInterval", "setImmediate", "queueMicrotask"],
  ...["Math.random", "Math", "crypto"],
  ...["process", "globalThis", "global", "self", "require", "fetch", "console", "Buffer"],
];

/** "chatroom/*" is every file directly in the folder, "chatroom/" everything below it. */
export function covers(patterns: readonly string[], path: string): boolean {
  return patterns.some((pattern) => {
    if (pattern.endsWith("/")) return path.startsWith(pattern);
    if (!pattern.endsWith("/*")) return path === pattern;
    const folder = pattern.slice(0, -1);
    return path.startsWith(folder) && !path.slice(folder.length).includes("/");
  });
}
