/**
 * What is measured is bundled anew, with the settings of the program itself, into a folder of its own: a build of
 * somebody else at the same time changes nothing.
 */
import { cpSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { build } from "esbuild";
import { bundle, root } from "../../scripts/bundle.ts";
import { instantAnswers } from "../../scripts/instant-answers.ts";
import { scratchFolder } from "./scratch.ts";

/** The whole program as it is installed; the path of its entry. */
export async function stageProgram(): Promise<string> {
  const folder = scratchFolder();
  const { outputFiles } = await bundle();
  const files: [string, string | Uint8Array][] = outputFiles.map(({ path, contents }) => [
    relative(root, path),
    contents,
  ]);
  for (const [file, text] of await instantAnswers()) files.push([join("dist", file), text]);
  for (const [path, contents] of files) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), contents);
  }
  for (const path of ["bin", "package.json"]) cpSync(join(root, path), join(folder, path), { recursive: true });
  return join(folder, "bin", "llm-chat.js");
}

/** Contestants, bundled like the program; the path of each bundle. */
export async function stageContestants<Name extends string>(
  sources: Readonly<Record<Name, URL>>,
): Promise<Record<Name, string>> {
  const folder = scratchFolder();
  writeFileSync(join(folder, "package.json"), '{"type":"module"}');
  const names = Object.keys(sources) as Name[];
  await build({
    entryPoints: Object.fromEntries(names.map((name) => [name, sources[name].pathname])),
    outdir: folder,
    bundle: true,
    platform: "node",
    format: "esm",
    target: "node22",
    splitting: true,
    minifyWhitespace: true,
    minifySyntax: true,
    logLevel: "error",
    define: { "process.env.NODE_ENV": '"production"' },
    external: ["react-devtools-core"],
    banner: { js: 'const require=process.getBuiltinModule("node:module").createRequire(import.meta.url);' },
  });
  return Object.fromEntries(names.map((name) => [name, join(folder, `${name}.js`)])) as Record<Name, string>;
}
