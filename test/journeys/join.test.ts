/** A person in the terminal, in a room of a real server. */
import { spawn } from "node:child_process";
import { join } from "node:path";
import { describe, expect, inject, it, onTestFinished } from "vitest";
import { cleanEnv, type Ended, PROGRAM, testFolder } from "./support/run-cli.ts";
import { startServer } from "./support/start-server.ts";
import { TmuxScreen } from "./support/tmux-screen.ts";

interface Piped {
  readonly child: ReturnType<typeof spawn>;
  readonly ended: Promise<Ended>;
  /** Resolves when stdout has `words` in it. */
  shows(words: string): Promise<void>;
}

/** `join` between pipes. */
function joinPiped(args: readonly string[], env: Record<string, string> = {}): Piped {
  const folder = testFolder();
  const child = spawn(process.execPath, [PROGRAM, "join", ...args], { cwd: folder, env: cleanEnv(folder, env) });
  onTestFinished(() => void child.kill("SIGKILL"));
  let stdout = "";
  let stderr = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => (stdout += text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
  child.stdin.on("error", () => {});
  const ended = new Promise<Ended>((resolve) => {
    child.once("close", (code, signal) => resolve({ code, signal, stdout, stderr }));
  });
  const shows = (words: string) =>
    new Promise<void>((resolve, reject) => {
      const look = () => {
        if (stdout.includes(words)) resolve();
      };
      child.stdout.on("data", look);
      child.once("close", () => reject(new Error(`ended before ${words}:\n${stdout}\n${stderr}`)));
      look();
    });
  return { child, ended, shows };
}

function say(input: string, args: readonly string[], env: Record<string, string> = {}): Promise<Ended> {
  const { child, ended } = joinPiped(args, env);
  child.stdin?.end(input);
  return ended;
}

const has = (words: string) => (rows: readonly string[]) => rows.some((row) => row.includes(words));

describe("a person between pipes", { timeout: 60_000 }, () => {
  it("[PERSON-14] sends what comes in, shows what is said, and leaves with exit code 0", async () => {
    const { url } = await startServer(["--memory"]);
    const first = await say("hi\nand\\\nmore\n", [url, "--as", "Ada"]);
    expect(first.stdout).toMatch(/^Server \| Ada has joined the room\.\nAda {4}\| hi\nAda {4}\| and\nAda {4}\| more\n/);
    expect(first).toMatchObject({
      code: 0,
      stderr: expect.stringMatching(
        /^Left lobby at [\d.:]+, 2 messages seen\. Come back: llm-chat join \S+ --as Ada\n$/,
      ),
    });
    const second = await say("/who\n", [url, "--as", "Bob"]);
    expect(second.code).toBe(0);
    expect(second.stdout).toMatch(
      /^Ada {4}\| hi\nAda {4}\| and\nAda {4}\| more\nServer \| Bob has joined the room\.\n/,
    );
    expect(second.stdout).toContain("system | Here: Bob (you).");
  });

  it("[PERSON-12] SIGTERM leaves the room: the others hear of it", async () => {
    const { url } = await startServer(["--memory"]);
    const stays = joinPiped([url, "--as", "Ada"]);
    await stays.shows("Ada has joined the room.");
    const goes = joinPiped([url, "--as", "Bob"]);
    await stays.shows("Bob has joined the room.");
    await goes.shows("Bob has joined the room.");
    // As a terminal that is closed, or a machine that shuts down: one after the other.
    goes.child.kill("SIGTERM");
    goes.child.kill("SIGHUP");
    expect(await goes.ended).toMatchObject({ code: 143, signal: null });
    await stays.shows("Bob has left the room.");
    stays.child.stdin?.end();
    expect((await stays.ended).code).toBe(0);
  });

  it("[PERSON-15] ends quietly when nobody takes its output any more", async () => {
    const { url } = await startServer(["--memory"]);
    const deaf = joinPiped([url, "--as", "Ada"]);
    await deaf.shows("Ada has joined the room.");
    deaf.child.stdout?.destroy();
    await say("one\ntwo\nthree\n", [url, "--as", "Bob"]);
    expect(await deaf.ended).toMatchObject({ code: 0, stderr: "" });
  });
});

describe("[PERSON-13] a room that cannot be entered", { timeout: 60_000 }, () => {
  const oneLine = (words: string) => expect.stringMatching(new RegExp(`^llm-chat: [^\\n]*${words}[^\\n]*\\n$`));

  it("is one line that names the fix, and exit code 2", async () => {
    const { url } = await startServer(["--memory", "--auth", "token", "--token", "a-token-of-the-test"]);
    const env = { LLM_CHAT_TOKEN: "a-token-of-the-test" };
    expect(await say("", [url, "--as", "Ada"])).toMatchObject({ code: 2, stdout: "", stderr: oneLine("--token") });
    expect(await say("", [url, "--as", "Ada", "--token", "wrong"])).toMatchObject({
      code: 2,
      stderr: oneLine("--token"),
    });
    expect(await say("", [url, "--as", "Ada", "--room", "nowhere"], env)).toMatchObject({
      code: 2,
      stderr: oneLine("--room"),
    });
    expect(await say("", [`${url}/rooms/nowhere`, "--as", "Ada"], env)).toMatchObject({
      code: 2,
      stderr: oneLine("nowhere"),
    });
    expect(await say("", [url, "--as", "a|b"], env)).toMatchObject({ code: 2, stderr: oneLine("--as") });
    expect(await say("", [url], env)).toMatchObject({ code: 2, stderr: oneLine("--as") });
    expect(await say("hi\n", [url, "--as", "Ada"], env)).toMatchObject({ code: 0 });
    const held = joinPiped([url, "--as", "Ada"], env);
    await held.shows("Ada has joined the room.");
    expect(await say("", [url, "--as", "Ada"], env)).toMatchObject({ code: 2, stderr: oneLine("--as") });
  });

  it("is tried for some seconds where no server answers, and then exit code 1", async () => {
    const { url, run } = await startServer(["--memory"]);
    run.child.kill("SIGTERM");
    await run.ended;
    const { code, stdout, stderr } = await say("hi\n", [url, "--as", "Ada"]);
    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
    expect(stderr.split("\n")).toEqual([
      `llm-chat: ${url} does not answer; trying again for some seconds …`,
      expect.stringMatching(/^llm-chat: .*connection refused.*llm-chat serve/),
      "",
    ]);
  });
});

describe.skipIf(!inject("tmux"))("a person at a full screen", { timeout: 60_000 }, () => {
  const size = { columns: 80, rows: 24 };

  it("[PERSON-6] two see each other, at any size; a message of several lines is one; /quit gives the terminal back", async () => {
    const { url } = await startServer(["--memory"]);
    const ada = await TmuxScreen.open({ ...size, args: ["join", url, "--as", "Ada"] });
    await ada.until(has("Ada has joined the room."));
    const bob = await TmuxScreen.open({ columns: 120, rows: 36, args: ["join", url, "--as", "Bob"] });
    await bob.until(has("Bob has joined the room."));
    await ada.type("Hello");
    // Told each 2 s while somebody goes on writing.
    const watched = async () => {
      await ada.type("!");
      return (await bob.rows()).join("\n");
    };
    await expect.poll(watched, { interval: 200, timeout: 10_000 }).toContain("▸ Ada writing");
    await ada.press("Enter");
    await bob.until(has("Ada: Hello!"));
    await ada.until(has("Ada: Hello!"));
    await bob.type("one");
    await bob.press("M-Enter");
    await bob.type("two");
    await bob.press("C-j");
    await bob.type("three");
    const writing = await bob.until(has("Bob › three"));
    expect(writing.slice(-3)).toEqual(["│ one", "│ two", "Bob › three"]);
    await bob.press("Enter");
    const seen = await ada.until(has("three"));
    const row = seen.findIndex((line) => line.includes("Bob: one"));
    expect(seen.slice(row, row + 3).map((line) => line.slice(8))).toEqual(["Bob: one", "two", "three"]);
    for (const [columns, rows] of [
      [60, 20],
      [120, 36],
      [80, 24],
    ] as const) {
      await ada.resize(columns, rows);
      const side = columns > 100 ? /^─+┬─ 2 here ─+$/ : /^ 2 here {2}· Ada \(you\) {2}· Bob$/;
      await ada.until(
        (each) =>
          each.length === rows &&
          /^ llm-chat {2}lobby · .* ● connected$/.test(each[0] ?? "") &&
          side.test(each[1] ?? "") &&
          each.filter((row) => row.startsWith("Ada ›")).length === 1 &&
          each.at(-1)?.startsWith("Ada ›") === true,
      );
    }
    await ada.type("/quit");
    await ada.press("Enter");
    const end = await ada.end();
    expect(end).toMatch(/^Left lobby at [\d.:]+, 2 messages seen\. Come back: llm-chat join \S+ --as Ada\nexit=0\n/);
    expect(await ada.state("alternate_on")).toBe("0");
    expect(await ada.state("cursor_flag")).toBe("1");
    await bob.until(has("Ada has left the room."));
    await bob.press("C-c");
    expect(await bob.end()).toContain("exit=130\n");
  });

  it("[PERSON-8] goes on after a restart of the server: what was entered meanwhile is sent", async () => {
    const folder = testFolder();
    const kept = ["--data-dir", join(folder, "rooms")];
    const { url, port, run } = await startServer(kept);
    const ada = await TmuxScreen.open({ ...size, args: ["join", url, "--as", "Ada"] });
    await ada.until(has("● connected"));
    await ada.type("before");
    await ada.press("Enter");
    await ada.until(has("Ada: before"));
    run.child.kill("SIGKILL");
    await run.ended;
    await ada.until(has("○ reconnecting"));
    await ada.type("meanwhile");
    await ada.press("Enter");
    await ada.until(has("your message will be sent when the server is back"));
    await startServer([...kept, "--port", port]);
    const screen = await ada.until(has("Ada: meanwhile"));
    expect(screen[0]).toMatch(/● connected$/);
    expect(screen.filter((row) => /Ada: (before|meanwhile)/.test(row))).toHaveLength(2);
    await ada.press("C-c");
    expect(await ada.end()).toMatch(/2 messages seen\..*\nexit=130\n/);
  });

  it("[PERSON-12] a server that is gone keeps nobody", async () => {
    const { url, run } = await startServer(["--memory"]);
    const ada = await TmuxScreen.open({ ...size, args: ["join", url, "--as", "Ada"] });
    await ada.until(has("● connected"));
    run.child.kill("SIGKILL");
    await run.ended;
    await ada.until(has("○ reconnecting"));
    await ada.press("C-c");
    expect(await ada.end()).toMatch(/^Left lobby .*\nexit=130\n/);
    expect(await ada.state("alternate_on")).toBe("0");
  });

  it("[PERSON-5] in a room with a stick a message waits for its turn", async () => {
    const { url } = await startServer(["--memory", "--floor", "stick"]);
    const ada = await TmuxScreen.open({ ...size, args: ["join", url, "--as", "Ada"] });
    await ada.until(has("stick room"));
    await ada.type("/stick");
    await ada.press("Enter");
    await ada.until(has("You have the talking stick."));
    const bob = await TmuxScreen.open({ ...size, args: ["join", url, "--as", "Bob"] });
    await bob.until(has("◆ Ada"));
    await bob.type("my turn");
    await bob.press("Enter");
    await bob.until(has("waiting for the stick: Ada has it, you are number 1"));
    await ada.until(has("◇ Bob queue 1"));
    await ada.type("first me");
    await ada.press("Enter");
    const rows = await bob.until(has("Bob: my turn"));
    const order = rows.map((row) => /\d\d:\d\d (\w+: .*)/.exec(row)?.[1]).filter((text) => text !== undefined);
    expect(order).toEqual(["Ada: first me", "Bob: my turn"]);
    await bob.until((each) => !has("◆")(each));
  });

  it("[PERSON-10] what others say steers no terminal", async () => {
    const { url } = await startServer(["--memory"]);
    const ada = await TmuxScreen.open({ ...size, args: ["join", url, "--as", "Ada"] });
    await ada.until(has("● connected"));
    const title = await ada.state("pane_title");
    const hostile = "\x1b]52;c;aGk=\x07\x1b[2J\x1b[1;1H\x1b]2;owned\x07\x1b[?25l\x9b2J";
    expect((await say(`${hostile}hello\n`, [url, "--as", "Eve"])).code).toBe(0);
    const rows = await ada.until(has("Eve has left the room."));
    expect(rows[0]).toMatch(/^ llm-chat/);
    expect(rows.some((row) => row.endsWith("Eve: hello"))).toBe(true);
    expect(await ada.state("pane_title")).toBe(title);
    await expect(ada.tmux("show-buffer")).rejects.toThrow(/no buffers/);
  });
});
