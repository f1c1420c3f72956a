/** The licences of the packages inside the bundle, as one text: most of them ask that it travels with the copy. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const LICENSE_FILE = /^(licen[cs]e|copying|notice)([.-].*)?$/i;

/** `inputs`: the paths an esbuild metafile lists, relative to `root`. */
export function thirdPartyLicenses(root: string, inputs: Iterable<string>): string {
  const folders = new Set<string>();
  for (const input of inputs) {
    const folder = /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/.exec(input)?.[0];
    if (folder !== undefined) folders.add(folder);
  }
  // A set, because the same version may be installed in two places.
  const sections = new Set([...folders].map((folder) => section(join(root, folder))));
  return `llm-chat contains the following packages.\n\n${[...sections].sort().join("\n")}`;
}

function section(folder: string): string {
  const { name, version, license } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as {
    name: string;
    version: string;
    license?: string;
  };
  const texts = readdirSync(folder)
    .filter((file) => LICENSE_FILE.test(file))
    .map((file) => readFileSync(join(folder, file), "utf8").trim());
  return [`${name} ${version} (${license ?? "licence not stated"})`, "-".repeat(72), ...texts, ""].join("\n");
}
