#!/usr/bin/env node
// Checks the Node version before anything that needs it is parsed, answers --help and --version from the texts the
// build wrote (loading the program for them would cost half as much as Node itself), and hands over to the bundle.
const [major, minor] = process.versions.node.split(".").map(Number);
if (major < 22 || (major === 22 && minor < 19)) {
  fail(
    `llm-chat needs Node 22.19 or newer, and this is ${process.versions.node}: install Node 24 from https://nodejs.org, or in a checkout run \`npm ci\`, then \`npx llm-chat\`.`,
  );
}

const answers = new Map([
  ["--help", "help.txt"],
  ["-h", "help.txt"],
  ["--version", "version.txt"],
  ["-V", "version.txt"],
]);
const answer = process.argv.length === 3 ? answers.get(process.argv[2]) : undefined;
const target = new URL(`../dist/${answer ?? "cli.js"}`, import.meta.url);
try {
  if (answer === undefined) {
    await import(target.href);
  } else {
    process.stdout.on("error", () => {}); // a reader that has gone, as in `llm-chat --help | head -1`
    process.stdout.write(process.getBuiltinModule("node:fs").readFileSync(target));
  }
} catch (error) {
  const missing = error?.code === "ERR_MODULE_NOT_FOUND" ? error.url === target.href : error?.code === "ENOENT";
  if (!missing) throw error;
  fail("llm-chat is not built: run `npm run build` first.");
}

function fail(line) {
  process.stderr.write(`${line}\n`);
  process.exit(1);
}
