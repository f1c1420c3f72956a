/** What a person gets who installs llm-chat: looks at the built package, so build it first (`npm test` does). */
import { execFileSync, spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { isBuiltin } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { bundle, root } from "../scripts/bundle.ts";
import { instantAnswers } from "../scripts/instant-answers.ts";

type Metafile = Awaited<ReturnType<typeof bundle>>["metafile"];
type Output = Metafile["outputs"][string];

const manifest = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as Record<string, unknown>;
const folder = mkdtempSync(join(tmpdir(), "llm-chat-package-"));
const installed = join(folder, "node_modules/llm-chat");
let files: string[] = [];
let metafile: Metafile;

beforeAll(async () => {
  // Without the scripts, which would build again.
  const listing = execFileSync("npm", ["pack", "--dry-run", "--json", "--ignore-scripts"], {
    cwd: root,
    stdio: "pipe",
  });
  files = packedFiles(JSON.parse(listing.toString()));
  for (const file of files) cpSync(join(root, file), join(installed, file));
  ({ metafile } = await bundle());
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe("the package", () => {
  it("[PACKAGE-1] has no dependencies: every library is in the bundle", () => {
    for (const kind of ["dependencies", "optionalDependencies", "peerDependencies", "bundleDependencies"]) {
      expect(manifest, kind).not.toHaveProperty(kind);
    }
    const external = Object.values(metafile.outputs)
      .flatMap((output) => output.imports)
      .filter((entry) => entry.external === true && !isBuiltin(entry.path))
      .map((entry) => entry.path);
    // Ink's own, only with DEV=true; pg's own, only for its native client, which nobody asks for here.
    expect([...new Set(external)].toSorted()).toEqual(["pg-native", "react-devtools-core"]);
  });

  it("[PACKAGE-2] holds the program, its declarations and its licences, and nothing else", () => {
    expect(files).toEqual(
      expect.arrayContaining([
        "CHANGELOG.md",
        "LICENSE",
        "README.md",
        "bin/llm-chat.js",
        "dist/THIRD-PARTY-LICENSES.txt",
        "dist/cli.js",
        "dist/help.txt",
        "dist/index.js",
        "dist/types/index.d.ts",
        "dist/version.txt",
        "dist/web/viewer.html",
        "package.json",
      ]),
    );
    const expected = /^(bin\/llm-chat\.js|dist\/.+\.(js|txt|d\.ts)|CHANGELOG\.md|LICENSE|README\.md|package\.json)$/;
    expect(files.filter((file) => !expected.test(file) && !file.startsWith("dist/web/"))).toEqual([]);
  });

  it("[PACKAGE-3] names the licence of every package in the bundle", () => {
    const licenses = readFileSync(join(installed, "dist/THIRD-PARTY-LICENSES.txt"), "utf8");
    const packages = new Set(bundledPackages(Object.values(metafile.outputs)));
    expect(packages).toContain("commander");
    // Of the page, which is a bundle of its own.
    for (const name of ["react-dom", "virtua", "react-markdown", "micromark", "remark-gfm"]) packages.add(name);
    for (const name of packages) expect(licenses).toContain(`\n${name} `);
  });

  it("[PACKAGE-4] holds React as it runs in production", () => {
    const used = Object.values(metafile.outputs).flatMap((output) => inputsOf(output));
    expect(used.filter((input) => input.endsWith(".development.js"))).toEqual([]);
  });

  it("[START-1] loads commander and nothing else before it knows the command", () => {
    expect(bundledPackages(startOf("dist/cli.js"))).toEqual(["commander"]);
  });
});

describe("the library", () => {
  it("[PACKAGE-5] can be imported where nothing else is installed", () => {
    const script = 'import * as library from "llm-chat"; process.stdout.write(Object.keys(library).join());';
    writeFileSync(join(folder, "use.mjs"), script);
    expect(run([join(folder, "use.mjs")])).toEqual({
      status: 0,
      stdout: expect.stringContaining("AsyncChatRoom"),
      stderr: "",
    });
  });

  it("[PACKAGE-7] serves rooms out of a program of one's own, which has a say in what is said there", async () => {
    const script = `
      import { AsyncChatRoom } from "llm-chat";
      import { startServer } from "llm-chat/server";
      const server = await startServer({ port: 0, allows: (content) => !content.includes("spam") });
      const ada = new AsyncChatRoom({ username: "Ada", url: server.url });
      const bob = new AsyncChatRoom({ username: "Bob", url: server.url });
      await bob.check({ timeout: 0 });
      await ada.append("spam");
      console.log(await ada.push());
      await ada.reset();
      await ada.append("hello");
      console.log(JSON.stringify(await ada.push()));
      console.log(await bob.check());
      await Promise.all([ada.close(), bob.close()]);
      await server.close();
    `;
    writeFileSync(join(folder, "serve.mjs"), script);
    expect(run([join(folder, "serve.mjs")])).toEqual({
      status: 0,
      stdout: expect.stringMatching(/^\[system\] Not sent: the room does not allow[^\n]*\n""\nAda: hello\n$/),
      stderr: "",
    });
  });

  it("[PACKAGE-8] streams records to viewers, and loads a server only where it starts one", async () => {
    const script = `
      import { ChatLogServer, parseMessageContent } from "llm-chat";
      import * as viewer from "llm-chat/viewer";
      const record = { timestamp: "2026-01-15T10:30:45.123Z", user: "Jim", content: "Jim | hello" };
      console.log(JSON.stringify(parseMessageContent(record)), viewer.ChatLogServer === ChatLogServer);
      const server = new ChatLogServer([record], { port: 0, slowdown: 0.001 });
      await server.start();
      const ws = new WebSocket(server.url.replace("http", "ws"));
      const frame = await new Promise((resolve) => ws.addEventListener("message", ({ data }) => resolve(data)));
      console.log(JSON.parse(frame).type, (await fetch(server.url)).status);
      await server.close();
    `;
    writeFileSync(join(folder, "stream.mjs"), script);
    expect(run([join(folder, "stream.mjs")])).toEqual({
      status: 0,
      stdout: '{"type":"chat","user":"Jim","content":"hello"} true\nwelcome 200\n',
      stderr: "",
    });
    expect(bundledPackages(startOf("dist/index.js"))).not.toContain("ws");
    expect(bundledPackages(startOf("dist/viewer.js"))).toEqual([]);
  });

  it("[PACKAGE-6] has declarations that need nothing else either", () => {
    const options = { module: "nodenext", target: "es2024", strict: true, noEmit: true, types: [] };
    writeFileSync(join(folder, "package.json"), '{"type":"module"}');
    writeFileSync(join(folder, "tsconfig.json"), JSON.stringify({ compilerOptions: options, files: ["use.ts"] }));
    writeFileSync(
      join(folder, "use.ts"),
      [
        'import { type ActionResult, AsyncChatRoom } from "llm-chat";',
        'import { type RoomServer, startServer } from "llm-chat/server";',
        'import { ChatLogServer, type ParsedContent, parseMessageContent } from "llm-chat/viewer";',
        "async function* records(): AsyncGenerator<object> {}",
        "export const log: ChatLogServer = new ChatLogServer(records(), { port: 8080, slowdown: 1.1 });",
        "export const content: ParsedContent | null = parseMessageContent({});",
        "export const serving: Promise<RoomServer> = startServer({ port: 0, allows: (content) => content.length < 99 });",
        "export const result: ActionResult = { status: 1, messages: [] };",
        "export const room: typeof AsyncChatRoom = AsyncChatRoom;",
        "// @ts-expect-error: there is no such status",
        "export const wrong: ActionResult = { status: 7, messages: [] };",
      ].join("\n"),
    );
    const tsc = join(root, "node_modules/typescript/bin/tsc");
    expect(run([tsc, "-p", folder])).toEqual({ status: 0, stdout: "", stderr: "" });
  });
});

describe("the command", () => {
  const command = join(installed, "bin/llm-chat.js");

  it("[START-2] prints the help and the version that the program itself would print", async () => {
    const answers = new Map(await instantAnswers());
    for (const flag of ["--help", "-h"]) {
      expect(run([command, flag])).toEqual({ status: 0, stdout: answers.get("help.txt"), stderr: "" });
    }
    for (const flag of ["--version", "-V"]) {
      expect(run([command, flag])).toEqual({ status: 0, stdout: `${String(manifest["version"])}\n`, stderr: "" });
    }
  });

  it("[START-3] says on an old Node what it needs, in one line", () => {
    for (const version of ["18.20.8", "20.20.2", "22.18.0"]) {
      const { status, stdout, stderr } = run([command, "--version"], version);
      expect({ status, stdout }).toEqual({ status: 1, stdout: "" });
      expect(stderr).toMatch(new RegExp(`^llm-chat needs Node 22\\.19 or newer, and this is ${version}: .+\\n$`));
    }
    for (const version of ["22.19.0", "24.0.0", "26.1.0"]) expect(run([command, "--version"], version).status).toBe(0);
  });

  it("[START-4] says when it is not built, in one line", () => {
    const checkout = join(folder, "checkout/bin");
    mkdirSync(checkout, { recursive: true });
    cpSync(command, join(checkout, "llm-chat.js"));
    writeFileSync(join(folder, "checkout/package.json"), '{"type":"module"}');
    for (const argument of ["--help", "Tea or coffee?"]) {
      expect(run([join(checkout, "llm-chat.js"), argument])).toEqual({
        status: 1,
        stdout: "",
        stderr: "llm-chat is not built: run `npm run build` first.\n",
      });
    }
  });
});

/** Runs Node in a folder of its own; with `version`, as one that says it is of that version. */
function run(argv: readonly string[], version?: string): { status: number | null; stdout: string; stderr: string } {
  const pretend = `Object.defineProperty(process, "versions", { value: { node: ${JSON.stringify(version)} } })`;
  const flags = version === undefined ? [] : ["--import", `data:text/javascript,${encodeURIComponent(pretend)}`];
  const { PATH, HOME } = process.env;
  const env = { PATH, HOME };
  const { status, stdout, stderr } = spawnSync(process.execPath, [...flags, ...argv], {
    cwd: folder,
    env,
    encoding: "utf8",
  });
  return { status, stdout, stderr };
}

/** npm 11 answers with a list; other versions with an object by package name. */
function packedFiles(listing: unknown): string[] {
  const [entry] = Object.values(listing as Record<string, { files: { path: string }[] }>);
  return (entry?.files ?? []).map((file) => file.path).sort();
}

/** An output with all that it imports statically: what is loaded before any line of it runs. */
function startOf(path: string, seen = new Set<string>()): Output[] {
  const output = metafile.outputs[path];
  if (output === undefined || seen.has(path)) return [];
  seen.add(path);
  const imports = output.imports.filter((entry) => entry.kind === "import-statement");
  return [output, ...imports.flatMap((entry) => startOf(entry.path, seen))];
}

function inputsOf(output: Output): string[] {
  return Object.keys(output.inputs).filter((input) => (output.inputs[input]?.bytesInOutput ?? 0) > 0);
}

function bundledPackages(outputs: readonly Output[]): string[] {
  const names = outputs.flatMap(inputsOf).map((input) => /.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(input)?.[1]);
  return [...new Set(names.filter((name) => name !== undefined))];
}
