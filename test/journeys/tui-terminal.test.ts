import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, inject, it } from "vitest";
import { logProblems } from "./support/log-checks.ts";
import { runCli, testFolder } from "./support/run-cli.ts";
import { frameProblems, TmuxScreen } from "./support/tmux-screen.ts";

const DEMO = ["--seed", "7", "--speed", "20", "Should we colonise Mars?"];
const SIZE = { columns: 80, rows: 24 };
const said = (rows: readonly string[]) => rows.some((row) => /^ \S+: /.test(row));
/** Clears, moves, copies to the clipboard, names the window, hides the cursor. */
const HOSTILE = "\x1b]52;c;aGk=\x07\x1b[2J\x1b[1;1H\x1b]2;owned\x07\x1b[?25l\x9b2J";

describe.skipIf(!inject("tmux"))("the terminal after the full screen", { timeout: 60_000 }, () => {
  it.each([
    ["q", "0", "you quit", "quit"],
    ["C-c", "130", "interrupted (Ctrl-C)", "interrupted"],
  ])("[TUI-8] %s gives it back, with exit code %s, the summary and the log", async (key, code, words, reason) => {
    const screen = await TmuxScreen.open({ ...SIZE, args: DEMO });
    await screen.until(said);
    await screen.press(key);
    const end = await screen.end();
    expect(end).toMatch(/^Ended: /);
    expect(end).toContain(`Ended: ${words}.`);
    expect(end).toContain(`Log: ${screen.log.path}`);
    expect(end).toContain(`exit=${code}\n`);
    expect(await screen.state("alternate_on")).toBe("0");
    expect(await screen.state("cursor_flag")).toBe("1");
    const { records } = screen.log;
    expect(logProblems(records)).toEqual([]);
    expect(records.at(-1)).toMatchObject({ metadata: { reason, exit_code: Number(code) } });
    // What is typed from now on is the shell's again.
    await screen.type("still here");
    await screen.until((rows) => rows.some((row) => row.includes("still here")));
  });

  it("[TUI-9] the end of the talk is the person's to look at: the screen stays until they leave", async () => {
    const screen = await TmuxScreen.open({ columns: 60, rows: 20, args: ["--max-messages", "2", ...DEMO] });
    const rows = await screen.until((each) => /ended: max messages/.test(each[0] ?? ""));
    expect(rows.at(-1)).toContain("q leave");
    await screen.type("itoo late");
    await screen.press("Enter");
    await screen.until((each) => each.join(" ").includes("not sent: the conversation is over"));
    await screen.press("q");
    const end = await screen.end();
    expect(end).toContain("exit=10\n");
    expect(logProblems(screen.log.records)).toEqual([]);
    // The summary keeps to the terminal's width.
    const table = (await screen.rows()).filter((row) => /messages {2}|demo\/|^total/.test(row));
    expect(table.map((row) => row.match(/cost$|\$0$/)?.[0])).toEqual(["cost", "$0", "$0", "$0", "$0"]);
  });

  it("[TUI-10] NO_COLOR: no colour, and nothing is lost", async () => {
    const screen = await TmuxScreen.open({ ...SIZE, args: DEMO, env: { NO_COLOR: "1" } });
    expect(frameProblems(await screen.until(said), 80)).toEqual([]);
    const codes = [...(await screen.styled()).matchAll(/\x1b\[([\d;:]*)m/g)].flatMap((match) => match[1]?.split(";"));
    expect(codes.filter((code) => /^(3|4|9|10)\d|^[34]8/.test(code ?? ""))).toEqual([]);
    const colored = await TmuxScreen.open({ ...SIZE, args: DEMO });
    await colored.until(said);
    expect(await colored.styled()).toMatch(/\x1b\[[\d;]*38;/);
  });
});

describe.skipIf(!inject("tmux"))("hostile text in a scenario", { timeout: 60_000 }, () => {
  it("[SAFE-1] of topic, persona and knowledge reaches no terminal as a command", async () => {
    const file = join(testFolder(), "hostile.json");
    const agents = ["Ada", "Bob"].map((name) => ({
      name,
      persona: `${HOSTILE}evil`,
      knowledge: HOSTILE,
      goal: HOSTILE,
    }));
    writeFileSync(file, JSON.stringify({ topic: `Tea${HOSTILE} or coffee`, agents }));
    const args = ["--scenario", file, "--seed", "7", "--speed", "20"];
    const screen = await TmuxScreen.open({ ...SIZE, args });
    const title = await screen.state("pane_title");
    const rows = await screen.until(said);
    expect(frameProblems(rows, 80)).toEqual([]);
    expect(rows[0]).toContain("Tea");
    expect(rows[0]).toContain("or coffee");
    await screen.press("1", "f", "v", "g");
    await screen.until((each) => each.some((row) => row.includes("Tea")) && /f columns/.test(each.at(-1) ?? ""));
    expect(await screen.state("pane_title")).toBe(title);
    await expect(screen.tmux("show-buffer")).rejects.toThrow(/no buffers/);
    await screen.press("q");
    expect(await screen.end()).toContain("exit=0");
    const plain = await runCli([...args, "--speed", "200", "--max-messages", "3", "--plain"]);
    expect(plain.code).toBe(10);
    expect(plain.stdout.replaceAll("\n", "")).toMatch(/^\P{Cc}+$/u);
  });

  it("[SAFE-1] of a name is refused, and the refusal is harmless too", async () => {
    const file = join(testFolder(), "hostile.json");
    writeFileSync(file, JSON.stringify({ topic: "Tea", agents: [{ name: `A${HOSTILE}` }, { name: "Bob" }] }));
    const { code, stderr } = await runCli(["--scenario", file]);
    expect(code).toBe(2);
    expect(stderr).toMatch(/^llm-chat: \P{Cc}+\n$/u);
  });
});
