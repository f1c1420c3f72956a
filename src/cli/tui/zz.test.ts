import { it } from "vitest";
import { ManualClock } from "../../../test/fakes/manual-clock.ts";
import { FakeTerminal } from "../../../test/fakes/terminal.ts";
import { Items } from "../../../test/fakes/timeline-items.ts";
import { startTui } from "./start-tui.tsx";
import { ViewStore } from "./view-store.ts";
it("dbg", async () => {
  const terminal = new FakeTerminal(120, 40);
  const clock = new ManualClock();
  const store = new ViewStore(clock);
  const items = new Items();
  const tui = startTui({
    store,
    clock,
    env: { NO_COLOR: "1" },
    stdout: terminal.stdout,
    stdin: terminal.stdin,
    controls: { paused: false, pause() {}, resume() {}, say() {}, composing() {}, quit() {} },
  });
  store.push(items.session("T", ["Ada", "Bob", "Chloé"])); for (const n of ["Ada","Bob","Chloé"]) { store.push(items.thought(n, "thinks about queues and databases, at some length")); store.push(items.says(n,"hello")) }
  await tui.flush();
  terminal.written = "";
  terminal.resize(80, 24);
  process.stderr.write(`\nRESIZE ${JSON.stringify(terminal.written)}\n`);
  terminal.written = "";
  await tui.flush();
  process.stderr.write(`\nFLUSH ${JSON.stringify(terminal.written)}\n`);
  await terminal.settled();
  process.stderr.write(terminal.lines().join("\n"));
  await tui.stop();
});
