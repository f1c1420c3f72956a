import { describe, expect, it, onTestFinished } from "vitest";
import { EventReader } from "../fakes/event-reader.ts";
import { JsonClient } from "../fakes/json-client.ts";
import { logProblems, ofType } from "./support/log-checks.ts";
import { runCli, startCli, testFolder } from "./support/run-cli.ts";
import { startServer } from "./support/start-server.ts";

const talk = (url: string, ...more: string[]) => ["--room-url", url, "--plain", "--speed", "60", ...more, "Tea?"];

describe("agents in a served room", () => {
  it("[VENUE-3] of two processes talk with each other: no message crossed, the same in both logs", async () => {
    const { url } = await startServer(["--memory"]);
    const client = new JsonClient(url);
    await client.post("/register", { username: "Guest" });
    const guest = await EventReader.open(`${url}/events?username=Guest`);
    // Nobody waits for long: where all listen, a guest says something, or silence alone would take the test's time.
    const answerThoseWhoWait = async (answered = 0): Promise<void> => {
      const waiting = () => guest.events.filter(({ type }) => type === "waiting").length;
      await guest.until(() => waiting() > answered);
      const heard = waiting();
      await client.post("/send", { username: "Guest", message: "What do you think?" });
      return answerThoseWhoWait(heard);
    };
    // It ends with the stream.
    answerThoseWhoWait().catch(() => {});
    onTestFinished(() => {
      guest.close();
      client.close();
    });
    const first = startCli(talk(url, "--seed", "1", "--max-messages", "12"));
    await first.until((stdout) => stdout.includes("Ada    | "));
    const second = startCli(talk(`${url}/rooms/lobby`, "--seed", "2", "--max-messages", "8", "-n", "2"));
    const [one, other] = await Promise.all([first.ended, second.ended]);
    expect([one.code, other.code]).toEqual([10, 10]);
    expect(logProblems(first.log.records, ["Guest"])).toEqual([]);
    expect(logProblems(second.log.records, ["Guest"])).toEqual([]);
    const said = (run: typeof first) =>
      new Map(ofType(run.log.records, "chat").map(({ seq, user, content }) => [seq, `${user}: ${content}`]));
    const [mine, theirs] = [said(first), said(second)];
    for (const [seq, line] of theirs) if (mine.has(seq)) expect(mine.get(seq)).toBe(line);
    // Those of the second process found names that were free, and were heard in the first.
    expect(other.stdout).toContain("Ada2");
    expect([...theirs.keys()].filter((seq) => mine.has(seq)).length).toBeGreaterThan(3);
    expect(first.log.records[0]).toMatchObject({ metadata: { room: "lobby", room_url: url } });
  });

  it("[VENUE-4] go on by themselves when the server is killed and comes back, and say what they wait for", async () => {
    const kept = ["--data-dir", testFolder()];
    const server = await startServer(kept);
    const run = startCli(talk(server.url, "--seed", "3", "--max-messages", "14"));
    const messages = (stdout: string) => stdout.split("\n").filter((line) => /^\w+ +\| [^<>~]/.test(line)).length;
    await run.until((stdout) => messages(stdout) >= 6);
    server.run.child.kill("SIGKILL");
    await run.until((stdout) => stdout.includes("is lost"));
    await startServer([...kept, "--port", server.port]);
    const { code, stdout } = await run.ended;
    expect(code).toBe(10);
    expect(stdout).toContain("The server is back.");
    expect(logProblems(run.log.records)).toEqual([]);
  });

  it("[VENUE-2] are refused before anything begins where the room or the name cannot be had", async () => {
    const { url } = await startServer(["--memory"]);
    const unknown = await runCli(talk(`${url}/rooms/nowhere`));
    expect(unknown).toMatchObject({ code: 2, stdout: "" });
    expect(unknown.stderr).toMatch(/^llm-chat: --room-url: [^\n]*room[^\n]*\n$/);
    const nobody = await runCli(talk("http://127.0.0.1:9"));
    expect(nobody).toMatchObject({ code: 2, stdout: "" });
    expect(nobody.stderr).toMatch(/^llm-chat: --room-url: [^\n]*127\.0\.0\.1:9[^\n]*\n$/);
    const secret = await startServer(["--memory", "--token", "a-token-of-the-test"]);
    const outside = await runCli(talk(secret.url));
    expect(outside).toMatchObject({ code: 2, stdout: "" });
    expect(outside.stderr).toMatch(/^llm-chat: [^\n]*wants a token; give it with --room-token[^\n]*\n$/);
    const wrong = await runCli(talk(secret.url, "--room-token", "wrong"));
    expect(wrong.stderr).toMatch(/^llm-chat: [^\n]*check --room-token[^\n]*\n$/);
    const floor = await runCli([...talk(url), "--floor", "stick"]);
    expect(floor.stderr).toBe("llm-chat: --room-url and --floor exclude each other; leave one out\n");
    const there = startCli(talk(url, "-m", "Grace=demo/ada", "--max-nudges", "0"));
    await there.until((stdout) => stdout.includes("Grace"));
    const taken = await runCli(talk(url, "-m", "GRACE=demo/boole"));
    expect(taken.stderr).toBe('llm-chat: "Grace" is in the room already; give your agent another name than "GRACE"\n');
  });
});
