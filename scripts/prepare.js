// What npm runs after `npm ci` in a checkout: the build. Where the development packages are not installed it does
// nothing: `npx llm-chat` before `npm ci` runs this too, and a failure here would leave npx broken for good.
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";

if (existsSync(new URL("../node_modules/esbuild", import.meta.url))) {
  const { status } = spawnSync("npm run --silent build", { stdio: "inherit", shell: true });
  process.exitCode = status ?? 1;
}
