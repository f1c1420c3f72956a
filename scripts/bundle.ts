/**
 * The bundle: every library goes into it, so an installed llm-chat has no dependencies, and each command loads only
 * the chunks it uses (`import()` in the source is a chunk here). Returns the outputs without writing them.
 */
import { readFile } from "node:fs/promises";
import { type BuildResult, build, type Plugin } from "esbuild";
import { fileURLToPath } from "node:url";

export const root = fileURLToPath(new URL("..", import.meta.url));

export type Bundle = BuildResult<{ write: false; metafile: true }>;

/**
 * Yoga fetches its WebAssembly from a `data:` URL, and Node loads HTTP/2 and TLS for that: a third of what importing Ink
 * takes. Without a `fetch` it decodes the same text itself.
 */
const yogaWithoutFetch: Plugin = {
  name: "yoga-without-fetch",
  setup(bundler) {
    bundler.onLoad({ filter: /yoga-wasm-base64-esm\.js$/ }, async ({ path }) => ({
      contents: `const fetch = undefined;\n${await readFile(path, "utf8")}`,
    }));
  },
};

export function bundle(): Promise<Bundle> {
  return build({
    absWorkingDir: root,
    entryPoints: { cli: "src/cli/start.ts", index: "src/index.ts", server: "src/server.ts", viewer: "src/viewer.ts" },
    outdir: "dist",
    chunkNames: "chunks/[name]-[hash]",
    bundle: true,
    write: false,
    metafile: true,
    platform: "node",
    format: "esm",
    target: "node22",
    splitting: true,
    sourcemap: true,
    sourcesContent: false,
    // Shorter to read at every start; names stay, for stack traces.
    minifyWhitespace: true,
    minifySyntax: true,
    legalComments: "linked",
    logLevel: "warning",
    plugins: [yogaWithoutFetch],
    // React loads its development build (twice the CPU) unless this is known when bundling.
    define: {
      "process.env.NODE_ENV": '"production"',
      // ws looks for native helpers that nobody installs here.
      "process.env.WS_NO_BUFFER_UTIL": '"1"',
      "process.env.WS_NO_UTF_8_VALIDATE": '"1"',
      "process.env.NODE_PG_FORCE_NATIVE": '""',
    },
    // Ink asks for the one only where DEV=true, pg for the other only where its native client is wanted.
    external: ["react-devtools-core", "pg-native"],
    // For a require() that esbuild cannot follow: an ES module has none.
    banner: { js: 'const require=process.getBuiltinModule("node:module").createRequire(import.meta.url);' },
  });
}
