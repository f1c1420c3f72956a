/**
 * The pages. That of the viewer is one file: script and style are inside it, and its policy names them by their hashes, so
 * that it runs from a server, from disk and as an export alike, and nothing else runs in it. The one to work in is served,
 * as files: what it seldom needs is loaded when it is needed.
 */
import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { build, type Rolldown } from "vite";
import { root } from "./bundle.ts";

export interface WebPage {
  readonly html: string;
  /** The modules in it, as absolute paths. */
  readonly modules: readonly string[];
}

/** Where `llm-chat export` puts a log. */
const LOG_PLACE = "<!--llm-chat-log-->";

export async function buildWebPage(): Promise<WebPage> {
  const result = await build({
    root: join(root, "web"),
    configFile: false,
    logLevel: "warn",
    build: {
      write: false,
      target: "es2023",
      modulePreload: false,
      cssCodeSplit: false,
      reportCompressedSize: false,
      rolldownOptions: {
        input: join(root, "web/main.tsx"),
        output: { codeSplitting: false },
        onLog: withoutDirectives,
      },
    },
  });
  if (!("output" in result)) throw new Error("Vite gave no output for the page");
  let script = "";
  let style = "";
  const modules: string[] = [];
  for (const part of result.output) {
    if (part.type === "chunk") {
      script += part.code;
      modules.push(...part.moduleIds);
    } else if (part.fileName.endsWith(".css")) {
      style += String(part.source);
    } else throw new Error(`the page needs ${part.fileName}, which is not inside it`);
  }
  const template = await readFile(join(root, "web/index.html"), "utf8");
  return { html: pageOf(template, inScript(script.trim()), style.trim()), modules };
}

export interface Workspace {
  /** By their paths below dist/web/workspace/; index.html is the page. */
  readonly files: ReadonlyMap<string, string | Uint8Array>;
  /** The modules in it, as absolute paths. */
  readonly modules: readonly string[];
}

/** Served below /workspace/; no script and no style is in the page itself. */
export async function buildWorkspace(): Promise<Workspace> {
  const result = await build({
    root: join(root, "web/workspace"),
    // The page is asked for as /workspace: what is relative to that would be elsewhere.
    base: "/workspace/",
    configFile: false,
    logLevel: "warn",
    build: {
      write: false,
      target: "es2023",
      modulePreload: false,
      reportCompressedSize: false,
      assetsInlineLimit: 0,
      rolldownOptions: { onLog: withoutDirectives },
    },
  });
  if (!("output" in result)) throw new Error("Vite gave no output for the workspace");
  const files = new Map<string, string | Uint8Array>();
  const modules: string[] = [];
  for (const part of result.output) {
    files.set(part.fileName, part.type === "chunk" ? part.code : part.source);
    if (part.type === "chunk") modules.push(...part.moduleIds);
  }
  const html = String(files.get("index.html"));
  if (/<script(?![^>]*\ssrc=)|<style|\son\w+=/i.test(html))
    throw new Error("the workspace has a script or style inside it");
  return { files, modules };
}

/** "use client" means nothing outside of a server. */
const withoutDirectives: NonNullable<Rolldown.InputOptions["onLog"]> = (level, log, tell) => {
  if (log.code !== "MODULE_LEVEL_DIRECTIVE") tell(level, log);
};

function pageOf(template: string, script: string, style: string): string {
  const policy = [
    "default-src 'none'",
    `script-src '${hashOf(script)}'`,
    `style-src '${hashOf(style)}'`,
    "img-src data:",
    "connect-src 'self' ws: wss: http: https:",
    "base-uri 'none'",
    "form-action 'none'",
  ].join("; ");
  if (/<\/style/i.test(style)) throw new Error("the style would end early");
  // A browser reads these as something else, and the hash would be of another text.
  if (/[\r\0]/.test(script + style)) throw new Error("a carriage return or NUL is in the page as it stands; escape it");
  const html = template
    .replace("<!--page-policy-->", () => `<meta http-equiv="Content-Security-Policy" content="${policy}" />`)
    .replace("<!--page-style-->", () => `<style>${style}</style>`)
    .replace("<!--page-script-->", () => `<script type="module">${script}</script>`);
  if (html.split(LOG_PLACE).length !== 2) throw new Error(`${LOG_PLACE} has to be in the page exactly once`);
  return html;
}

/** What would end the script, or begin a comment in it, is in texts only: there an escape means the same. */
function inScript(code: string): string {
  return code.replaceAll(/<(?=\/script|script|!--)/gi, "\\x3c");
}

function hashOf(text: string): string {
  return `sha256-${createHash("sha256").update(text).digest("base64")}`;
}
