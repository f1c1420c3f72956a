/**
 * The page as one file: script and style are inside it, and its policy names them by their hashes, so that it runs from
 * a server, from disk and as an export alike, and nothing else runs in it.
 */
import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { build } from "vite";
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
        onLog(level, log, tell) {
          // "use client" means nothing outside of a server.
          if (log.code !== "MODULE_LEVEL_DIRECTIVE") tell(level, log);
        },
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
