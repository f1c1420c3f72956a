/** Holds sources against the import table: one line for each offence, with the file, the line and the import. */
import { builtinModules } from "node:module";
import { posix } from "node:path";
import {
  BROWSER_PACKAGES,
  BROWSER_SAFE,
  covers,
  IMPURE_NAMES,
  NODE_GLOBALS,
  ONLY_IN,
  OUTSIDE,
  PURE,
  TABLE,
} from "./import-table.ts";
import { type Import, type ModuleFacts, readModule } from "./module-facts.ts";

/** By path below src/; tests are exempt. */
export type Sources = ReadonlyMap<string, string>;

export function offences(sources: Sources): string[] {
  const modules = new Map<string, ModuleFacts>();
  for (const [path, source] of sources) {
    if (!/\.test\.tsx?$/.test(path)) modules.set(path, readModule(path, source));
  }
  const found: string[] = [];
  for (const [path, { imports, names }] of modules) {
    for (const entry of imports) {
      const reason = importOffence(path, entry);
      if (reason !== undefined) found.push(`src/${path}:${entry.line} imports ${shown(entry)}: ${reason}`);
    }
    if (!covers(PURE, path)) continue;
    for (const { name, line } of names) {
      if (IMPURE_NAMES.includes(name)) found.push(`src/${path}:${line} uses ${name}: it comes in as an argument here`);
    }
  }
  for (const root of BROWSER_SAFE) found.push(...browserOffences(root, modules));
  return found;
}

function importOffence(path: string, { specifier, typeOnly }: Import): string | undefined {
  if (specifier === null) return "nobody can tell what that is; import a literal path";
  const row = TABLE.find(({ files }) => covers(files, path));
  if (row === undefined) return "its folder has no row in test/boundaries/import-table.ts";

  if (isNode(specifier)) return row.node ? undefined : `${nameOf(path)} does without Node's modules`;
  if (!specifier.startsWith(".")) {
    const name = packageName(specifier);
    const only = Object.hasOwn(ONLY_IN, name) ? ONLY_IN[name] : undefined;
    if (only !== undefined && !covers(only, path)) {
      return only.length === 0 ? "it is a tool, and does not ship" : `only ${only.join(" and ")} may know it`;
    }
    const allowed = row.packages.includes("*") || row.packages.includes(name);
    return allowed ? undefined : `${nameOf(path)} may import these packages: ${row.packages.join(", ") || "none"}`;
  }
  const target = resolve(path, specifier);
  if (OUTSIDE[path] === target) return undefined;
  if (target.startsWith("..") && !covers(row.files, target)) return "it is outside of src/";
  if (covers(row.files, target) || covers(row.values, target)) return undefined;
  if (typeOnly && covers(row.types, target)) return undefined;
  if (covers(row.types, target)) return "by `import type` only";
  if (target.startsWith("cli/")) return "nothing imports the command line";
  return `${nameOf(path)} may import ${[...new Set([...row.values, ...row.types])].join(", ") || "nothing"}`;
}

/** Follows what stays when the types are removed, and names the way by which an offence is reached. */
function browserOffences(root: string, modules: ReadonlyMap<string, ModuleFacts>): string[] {
  const found: string[] = [];
  const seen = new Set<string>();
  const visit = (path: string, way: readonly string[]): void => {
    const facts = modules.get(path);
    if (facts === undefined || seen.has(path)) return;
    seen.add(path);
    const by = [...way, path].map((step) => `src/${step}`).join(" → ");
    for (const { name, line } of facts.names) {
      if (NODE_GLOBALS.includes(name)) found.push(`${by}:${line} uses ${name}: src/${root} also runs in a browser`);
    }
    for (const entry of facts.imports) {
      const { specifier } = entry;
      if (entry.typeOnly || specifier === null) continue;
      if (specifier.startsWith(".")) visit(resolve(path, specifier), [...way, path]);
      else if (isNode(specifier) || !BROWSER_PACKAGES.includes(packageName(specifier))) {
        found.push(`${by}:${entry.line} imports ${shown(entry)}: src/${root} also runs in a browser`);
      }
    }
  };
  visit(root, []);
  return found;
}

/** From src/, whose own files need no way there. */
function resolve(path: string, specifier: string): string {
  return posix.normalize(posix.join(posix.dirname(path), specifier)).replace(/^\.\.\/src\//, "");
}

function isNode(specifier: string): boolean {
  return specifier.startsWith("node:") || builtinModules.includes(specifier);
}

/** "openai/resources/shared" is of "openai", "@a/b/c" of "@a/b". */
function packageName(specifier: string): string {
  return specifier
    .split("/")
    .slice(0, specifier.startsWith("@") ? 2 : 1)
    .join("/");
}

function nameOf(path: string): string {
  const row = TABLE.find(({ files }) => covers(files, path));
  return row?.files.map((file) => `src/${file}`).join(", ") ?? path;
}

function shown({ specifier, typeOnly }: Import): string {
  return `${typeOnly ? "the types of " : ""}${specifier === null ? "a computed path" : JSON.stringify(specifier)}`;
}
