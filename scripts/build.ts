/**
 * `npm run build`, first half: writes the bundle into dist/ (tsc adds the declarations). Files are written before
 * the old ones are removed, so that a program started in between still finds its chunks.
 */
import { mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { buildWebPage, buildWorkspace } from "./build-web.ts";
import { bundle, root } from "./bundle.ts";
import { instantAnswers } from "./instant-answers.ts";
import { thirdPartyLicenses } from "./third-party-licenses.ts";

const dist = join(root, "dist");
const pages = Promise.all([buildWebPage(), buildWorkspace()]);
const { outputFiles, metafile } = await bundle().catch(() => process.exit(1)); // esbuild has said why
const [{ html, modules }, workspace] = await pages;

const files = new Map<string, string | Uint8Array>(await instantAnswers());
for (const file of outputFiles) files.set(relative(dist, file.path), file.contents);
const inputs = [
  ...Object.keys(metafile.inputs),
  ...[...modules, ...workspace.modules].map((module) => relative(root, module)),
];
files.set("THIRD-PARTY-LICENSES.txt", thirdPartyLicenses(root, inputs));
files.set("web/viewer.html", html);
for (const [path, contents] of workspace.files) files.set(`web/workspace/${path}`, contents);

for (const [path, contents] of files) {
  mkdirSync(dirname(join(dist, path)), { recursive: true });
  writeFileSync(join(dist, path), contents);
}
for (const path of [...list("."), ...list("chunks"), ...list("web/workspace/assets")]) {
  if (!files.has(path)) rmSync(join(dist, path), { force: true });
}
// tsc writes over it, and leaves what has no source any more.
rmSync(join(dist, "types"), { recursive: true, force: true });

/** The files directly in a folder of dist; what other steps put into their own folders is not ours to remove. */
function list(folder: string): string[] {
  mkdirSync(join(dist, folder), { recursive: true });
  return readdirSync(join(dist, folder), { withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(folder, entry.name));
}
