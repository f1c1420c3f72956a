/** Keeps the import table: every source is held against it, and the check itself is shown to catch what it should. */
import { readdirSync, readFileSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { describe, expect, it } from "vitest";
import { BROWSER_SAFE, LEAVES } from "./boundaries/import-table.ts";
import { offences } from "./boundaries/offences.ts";

const src = join(import.meta.dirname, "../src");
const sources = new Map(
  [src, join(src, "../web")]
    .flatMap((folder) => readdirSync(folder, { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .map((file) => [relative(src, file).split(sep).join("/"), readFileSync(file, "utf8")]),
);

/** The offences of the real sources with one more file among them. */
const withFile = (path: string, source: string) => offences(new Map([[path, source]]));

describe("the sources", () => {
  it("[BOUNDARY-1] import only what the import table allows", () => {
    expect(offences(sources)).toEqual([]);
  });

  it("[BOUNDARY-2] still hold every file that the table names", () => {
    expect([...LEAVES, ...BROWSER_SAFE].filter((path) => !sources.has(path))).toEqual([]);
  });
});

describe("the check of the import table", () => {
  const bad: readonly [what: string, path: string, source: string, offence: RegExp][] = [
    [
      "a leaf that imports behaviour",
      "chatroom/session.ts",
      'import { LIMITS } from "./protocol.ts";',
      /by `import type` only/,
    ],
    ["a leaf that imports no leaf", "agents/types.ts", 'import type { Loop } from "./loop.ts";', /may import/],
    ["Node in the core", "chatroom/core/a.ts", 'import { join } from "node:path";', /without Node's modules/],
    ["Node without its prefix", "chatroom/core/a.ts", 'import fs from "fs/promises";', /without Node's modules/],
    ["a package in the core", "chatroom/core/a.ts", 'import { z } from "zod";', /these packages: unhomoglyph/],
    [
      "the system's clock in the core",
      "chatroom/core/a.ts",
      'import { systemClock } from "../clock.ts";',
      /by `import type` only/,
    ],
    ["the core's own shell", "chatroom/core/a.ts", 'import type { RoomHost } from "../room-host.ts";', /may import/],
    ["a server that knows the client", "chatroom/server/a.ts", 'import { b } from "../client/b.ts";', /may import/],
    [
      "a client that knows an agent",
      "chatroom/client/a.ts",
      'import type { b } from "../../agents/b.ts";',
      /may import/,
    ],
    ["a room that knows its server", "chatroom/room-host.ts", 'import { b } from "./server/b.ts";', /may import/],
    [
      "an agent that knows the room",
      "agents/a.ts",
      'import { decide } from "../chatroom/core/decide.ts";',
      /may import/,
    ],
    ["an agent that logs", "agents/a.ts", 'import { b } from "../logging/writer.ts";', /may import/],
    ["a log that acts", "logging/a.ts", 'import { push } from "../chatroom/actions.ts";', /by `import type` only/],
    ["a log that knows a room", "logging/a.ts", 'import { RoomHost } from "../chatroom/room-host.ts";', /may import/],
    ["documents that know the core", "documents/a.ts", 'import { b } from "../chatroom/core/b.ts";', /may import/],
    ["a command that reaches into the room", "cli/a.ts", 'import { b } from "../chatroom/core/b.ts";', /may import/],
    [
      "anybody who imports the command line",
      "agents/a.ts",
      'export { main } from "../cli/main.ts";',
      /nothing imports the command line/,
    ],
    ["an SDK outside of the providers", "agents/loop.ts", 'import OpenAI from "openai";', /only agents\/providers/],
    [
      "a type of an SDK",
      "cli/a.ts",
      'import type { M } from "@anthropic-ai/sdk/resources/messages";',
      /only agents\/providers/,
    ],
    ["a test double in the product", "agents/a.ts", 'import { LLMock } from "@copilotkit/aimock";', /does not ship/],
    [
      "what is outside of src",
      "agents/a.ts",
      'import { ManualClock } from "../../test/fakes/manual-clock.ts";',
      /outside of src/,
    ],
    [
      "an import when it is needed",
      "agents/a.ts",
      'const load = () => import("../cli/wire.ts");',
      /nothing imports the command line/,
    ],
    ["an import in a type", "chatroom/core/a.ts", 'type A = import("../../agents/loop.ts").A;', /may import/],
    ["an import that is computed", "agents/a.ts", "const load = (name: string) => import(name);", /nobody can tell/],
    ["require", "chatroom/core/a.ts", 'const a = require("node:fs");', /without Node's modules/],
    [
      "`import { type … }`, which stays an import",
      "chatroom/core/a.ts",
      'import { type Clock } from "../clock.ts";',
      /by `import type` only/,
    ],
    ["export *", "chatroom/core/a.ts", 'export * from "node:fs";', /without Node's modules/],
    ["a page that knows a room", "../web/a.ts", 'import { b } from "../src/chatroom/room-host.ts";', /may import/],
    ["a page that needs Node", "../web/parts/a.tsx", 'import { join } from "node:path";', /without Node's modules/],
    ["a log that knows the page", "logging/a.ts", 'import { b } from "../../web/b.ts";', /outside of src/],
    ["React in a log", "logging/a.ts", 'import { memo } from "react";', /only cli\/tui/],
    ["a folder that nobody has thought about", "plugins/a.ts", 'import "./b.ts";', /no row/],
  ];
  it.each(bad)("[BOUNDARY-1] catches %s", (_what, path, source, offence) => {
    const found = withFile(path, `\n${source}\n`);
    expect(found.join("\n")).toMatch(offence);
    expect(found[0]).toContain(`src/${path}:2 imports`);
  });

  const impure: readonly [name: string, source: string][] = [
    ["Date", "export const now = () => Date.now();"],
    ["Date", "export const at = (): Date => new Date();"],
    ["Math.random", "export const dice = () => Math.random();"],
    ["Math", "const { random } = Math;"],
    ["Math", 'export const dice = () => Math["random"]();'],
    ["performance", "export const now = performance.now();"],
    ["crypto", "export const id = () => crypto.randomUUID();"],
    ["setTimeout", "export const later = (run: () => void) => setTimeout(run, 1);"],
    ["globalThis", 'export const now = globalThis["Date"];'],
    ["Date", "export const clocks = { Date };"],
    ["process", "export const env = process.env as Record<string, string>;"],
  ];
  it.each(impure)("[BOUNDARY-3] catches %s in the core: %s", (name, source) => {
    expect(withFile("chatroom/core/a.ts", source)).toContainEqual(expect.stringContaining(`uses ${name}:`));
  });

  it("[BOUNDARY-3] knows a name from a member, a key and a type of that name", () => {
    const source = `
      import type { Clock } from "../clock.ts";
      import { LIMITS } from "../protocol.ts";
      export interface Event { readonly Date: Date; crypto(): typeof performance }
      export const least = (event: { Date: number }, clock: Clock) => Math.min(event.Date, LIMITS.nameCharacters, clock.now());
    `;
    expect(withFile("chatroom/core/a.ts", source)).toEqual([]);
  });

  it("[BOUNDARY-4] follows what a browser would load, and names the way", () => {
    const found = offences(
      new Map([
        ["logging/view-state.ts", 'import { a } from "./a.ts";\nimport type { B } from "./b.ts";'],
        ["logging/a.ts", 'import { readFileSync } from "node:fs";\nexport const a = process.argv;'],
        ["logging/b.ts", 'import { stat } from "node:fs";'],
      ]),
    );
    expect(found).toEqual([
      "src/logging/view-state.ts → src/logging/a.ts:2 uses process: src/logging/view-state.ts also runs in a browser",
      'src/logging/view-state.ts → src/logging/a.ts:1 imports "node:fs": src/logging/view-state.ts also runs in a browser',
    ]);
  });

  it("[BOUNDARY-1] leaves tests alone", () => {
    expect(withFile("chatroom/core/a.test.ts", 'import { join } from "node:path";')).toEqual([]);
  });
});
