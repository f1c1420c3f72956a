/**
 * How the bundle reaches Node's own modules. `import "node:fs"` makes Node read every export of the module at once,
 * lazy ones included (`process` opens stdin, `fs` loads `fs/promises`): a quarter of the whole start of `--help`.
 * `process.getBuiltinModule` gives the module as it is.
 */
import { builtinModules } from "node:module";
import type { Plugin } from "esbuild";

/** commander always imports it, uses it for external subcommands only, and it brings the whole network stack. */
const LAZY = "child_process";

export const builtinModulesPlugin: Plugin = {
  name: "builtin-modules",
  setup(build) {
    build.onResolve({ filter: /^(node:|[a-z])/ }, ({ path }) => {
      const name = path.replace(/^node:/, "");
      const known = path.startsWith("node:") || builtinModules.includes(name);
      return known ? { path: name, namespace: "builtin", sideEffects: false } : undefined;
    });
    build.onLoad({ filter: /.*/, namespace: "builtin" }, ({ path: name }) => {
      const load = `process.getBuiltinModule(${JSON.stringify(`node:${name}`)})`;
      return { contents: name === LAZY ? lazy(name, load) : `module.exports = ${load}`, loader: "js" };
    });
  },
};

function lazy(name: string, load: string): string {
  const names = Object.keys(process.getBuiltinModule(name) as object);
  return `module.exports = {${names.map((key) => `get ${key}() { return ${load}.${key} }`).join(", ")}}`;
}
