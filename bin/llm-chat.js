#!/usr/bin/env node
// Checks the Node version before anything that needs it is parsed, then hands over to the bundle.
const [major, minor] = process.versions.node.split(".").map(Number);

if (major < 22 || (major === 22 && minor < 19)) {
  process.stderr.write(
    `llm-chat needs Node 22.19 or newer, and this is ${process.versions.node}: install Node 24 from https://nodejs.org, or in a checkout run it as \`npx llm-chat\`.\n`,
  );
  process.exit(1);
}

const bundle = new URL("../dist/cli.js", import.meta.url);
try {
  await import(bundle.href);
} catch (error) {
  if (error?.code !== "ERR_MODULE_NOT_FOUND" || error.url !== bundle.href) throw error;
  process.stderr.write("llm-chat is not built: run `npm run build` first.\n");
  process.exit(1);
}
