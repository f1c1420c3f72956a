import { execFileSync } from "node:child_process";
import { EventEmitter } from "node:events";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { writeFile } from "node:fs/promises";
import path from "node:path";
import { Readable, Writable } from "node:stream";
import { gunzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { type FakeHostOptions, fakeHost } from "../../../test/fakes/cli-host.ts";
import { LogFolder, logText, teaTalk } from "../../../test/fakes/log-folder.ts";
import { reportError } from "../error-line.ts";
import type { RawOptions } from "../options.ts";
import type { SignalTarget } from "../signals.ts";
import { exportLog } from "./export.ts";

const PAGE = "<title>llm-chat</title><body><!--llm-chat-log--></body>";

interface Around extends FakeHostOptions {
  readonly stdin?: Readable;
  readonly stdout?: Writable;
  readonly page?: () => Promise<string>;
  /** What the signals go to. */
  readonly process?: SignalTarget;
}

const noProcess: SignalTarget = { on: () => {}, off: () => {}, exit: () => {} };

async function call(folder: LogFolder, file: string, raw: RawOptions, around: Around = {}) {
  const { stdin = Readable.from([]), process = noProcess, page = () => Promise.resolve(PAGE), ...options } = around;
  const host = fakeHost({ cwd: folder.path, ...options });
  let out = "";
  const stdout =
    around.stdout ??
    new Writable({
      decodeStrings: false,
      write(text: string, _encoding, done) {
        out += text;
        done();
      },
    });
  const outside = { stdin, stdout, process, page };
  const code = await exportLog(file, raw, host, outside).catch((error: unknown) => reportError(error, host, false));
  return { code, out, err: host.err() };
}

function oneLog(): LogFolder {
  const folder = new LogFolder();
  folder.write("tea.jsonl", teaTalk());
  return folder;
}
const filesOf = (folder: LogFolder) => readdirSync(folder.path).sort();
const logIn = (html: string) => gunzipSync(Buffer.from(/base64">([^<]*)</.exec(html)?.[1] ?? "", "base64")).toString();

describe("llm-chat export", () => {
  it.each([
    [{ format: "md" }, /^# Tea or coffee\?\n[^]*\*\*Ada\*\* \(00:01\)\n\n> Tea\.\n/],
    [{ format: "txt" }, /^system \| Tea or coffee\?\n/],
    [{ format: "txt", thinking: true }, /^Ada {4}\| ~ Tea, of course\.$/m],
    [{ format: "md", thinking: true }, /<summary>Ada: 1 thought/],
    [{ format: "jsonl" }, /^\{"format":"v3"/],
    [{ format: "html", output: "-" }, /^<title>Tea or coffee\?<\/title>/],
  ])("[EXPORT-9] %j goes to stdout, and nothing else is said", async (raw, shown) => {
    const folder = oneLog();
    const { code, out, err } = await call(folder, "tea.jsonl", raw);
    expect([code, err]).toEqual([0, ""]);
    expect(out).toMatch(shown);
    expect(filesOf(folder)).toEqual(["tea.jsonl"]);
  });

  it("[EXPORT-6] makes a page beside the log, with the log in it, and says where", async () => {
    const folder = oneLog();
    const { code, out, err } = await call(folder, "tea.jsonl", { format: "html" });
    expect([code, out, err]).toEqual([0, "", "llm-chat: tea.html is written\n"]);
    const html = readFileSync(path.join(folder.path, "tea.html"), "utf8");
    expect(html).toContain('<title>Tea or coffee?</title><body><script type="application/gzip" id="llm-chat-log"');
    expect(html).toContain('data-name="tea.jsonl"');
    expect(logIn(html)).toBe(logText(teaTalk()));
  });

  it("[EXPORT-9] takes the form from the name of the file, which --format overrules", async () => {
    const folder = oneLog();
    expect(await call(folder, "tea.jsonl", { output: "a.md" })).toMatchObject({ code: 0, out: "" });
    expect(await call(folder, "tea.jsonl", { output: "b.md", format: "txt" })).toMatchObject({ code: 0, out: "" });
    expect(readFileSync(path.join(folder.path, "a.md"), "utf8")).toMatch(/^# Tea/);
    expect(readFileSync(path.join(folder.path, "b.md"), "utf8")).toMatch(/^system \|/);
  });

  it.each([
    ["tea.jsonl", {}, "say in which form: --format with one of html, md, jsonl, txt"],
    ["tea.jsonl", { format: "pdf" }, '--format: "pdf" is not one of html, md, jsonl, txt'],
    ["tea.jsonl", { output: "a.doc" }, "the name a.doc does not say in which form"],
    ["tea.jsonl", { format: "html", thinking: true }, "--thinking is for md and txt"],
    ["none.jsonl", { format: "md" }, "cannot read none.jsonl: there is no such file"],
    [".", { format: "md" }, ". is a folder; export a log of it (llm-chat logs . lists them)"],
    ["tea.jsonl", { output: "none/a.md" }, "cannot write none/a.md: there is no folder none"],
    ["tea.jsonl", { output: ".", format: "md" }, ". is a folder; name a file in it"],
  ])("[EXPORT-9] %s %j: one line with the fix, exit code 2", async (file, raw, message) => {
    const { code, out, err } = await call(oneLog(), file, raw);
    expect(err).toContain(message);
    expect(err).toMatch(/^llm-chat: [^\n]+\n$/);
    expect([code, out]).toEqual([2, ""]);
  });

  it("[EXPORT-9] does not put a page on the terminal unasked", async () => {
    const terminal = { columns: 80, rows: 24 };
    const stdin = Readable.from([Buffer.from(logText(teaTalk()))]);
    const { code, err } = await call(oneLog(), "-", { format: "html" }, { terminal, stdin });
    expect([code, err]).toEqual([2, expect.stringContaining("a page is not for the terminal")]);
  });

  it.skipIf(process.getuid?.() === 0)("[EXPORT-9] says so where there is no permission", async () => {
    const folder = oneLog();
    chmodSync(path.join(folder.path, "tea.jsonl"), 0);
    const { code, err } = await call(folder, "tea.jsonl", { format: "md" });
    expect([code, err]).toEqual([2, "llm-chat: cannot read tea.jsonl: no permission\n"]);
  });

  it.each(["md", "txt", "jsonl", "html"])(
    "[EXPORT-10] %s: reads stdin and pipes too, and leaves nothing behind",
    async (format) => {
      const folder = oneLog();
      const temporary = new LogFolder();
      const before = process.env["TMPDIR"];
      process.env["TMPDIR"] = temporary.path;
      try {
        const stdin = Readable.from([Buffer.from(logText(teaTalk()))]);
        const piped = await call(folder, "-", { format }, { stdin });
        const direct = await call(folder, "tea.jsonl", { format, output: "-" });
        expect(piped.code).toBe(0);
        expect(piped.out.replace("log.jsonl", "tea.jsonl")).toBe(direct.out);
        expect(filesOf(temporary)).toEqual([]);
      } finally {
        if (before === undefined) delete process.env["TMPDIR"];
        else process.env["TMPDIR"] = before;
      }
    },
  );
});

describe("[EXPORT-8] what is there already", () => {
  it("is not written over but with --force, and the log itself never", async () => {
    const folder = oneLog();
    const [log, other] = [path.join(folder.path, "tea.jsonl"), path.join(folder.path, "tea.html")];
    writeFileSync(other, "mine");
    symlinkSync("tea.jsonl", path.join(folder.path, "same.jsonl"));
    const refused = await call(folder, "tea.jsonl", { format: "html" });
    expect([refused.code, refused.err]).toEqual([
      2,
      expect.stringContaining("tea.html is there already; --force writes"),
    ]);
    expect(readFileSync(other, "utf8")).toBe("mine");
    expect(await call(folder, "tea.jsonl", { format: "html", force: true })).toMatchObject({ code: 0 });
    expect(readFileSync(other, "utf8")).not.toBe("mine");
    for (const output of ["tea.jsonl", "same.jsonl", "./tea.jsonl"]) {
      const { code, err } = await call(folder, "tea.jsonl", { output, force: true });
      expect([code, err]).toEqual([2, expect.stringContaining("is the log itself")]);
    }
    expect(readFileSync(log, "utf8")).toBe(logText(teaTalk()));
    expect(filesOf(folder)).toEqual(["same.jsonl", "tea.html", "tea.jsonl"]);
  });

  it("a device is written to, and stays one", async () => {
    const folder = oneLog();
    expect(await call(folder, "tea.jsonl", { output: "/dev/null", format: "md", force: true })).toMatchObject({
      code: 0,
    });
    expect(statSync("/dev/null").isCharacterDevice()).toBe(true);
  });

  it("stays where the export fails, and what was begun is removed", async () => {
    const folder = oneLog();
    folder.write("empty.jsonl", "nothing\n");
    writeFileSync(path.join(folder.path, "a.md"), "mine");
    for (const output of ["a.md", "new.md", "new.txt", "new.jsonl", "new.html"]) {
      expect(await call(folder, "empty.jsonl", { output, force: true })).toMatchObject({ code: 1 });
    }
    expect(readFileSync(path.join(folder.path, "a.md"), "utf8")).toBe("mine");
    expect(filesOf(folder)).toEqual(["a.md", "empty.jsonl", "tea.jsonl"]);
    const page = () => Promise.resolve("<html></html>");
    const broken = await call(folder, "tea.jsonl", { format: "html" }, { page });
    expect([broken.code, broken.err]).toEqual([2, expect.stringContaining("npm run build")]);
    expect(existsSync(path.join(folder.path, "tea.html"))).toBe(false);
  });

  it("Ctrl-C ends it at once, also where nothing comes, and leaves nothing", async () => {
    const folder = oneLog();
    mkdirSync(path.join(folder.path, "out"));
    for (const format of ["md", "txt"]) {
      const signals = new EventEmitter();
      const target = Object.assign(signals, { exit: () => {} }) as unknown as SignalTarget;
      const stdin = new Readable({ read: () => void setImmediate(() => signals.emit("SIGINT")) });
      const { code } = await call(folder, "-", { format, output: "out/a.md" }, { stdin, process: target });
      expect(code).toBe(130);
    }
    expect(readdirSync(path.join(folder.path, "out"))).toEqual([]);
  });

  it("a pipe is read to the end of whoever writes to it, and left where nobody does", async () => {
    const folder = oneLog();
    const pipe = path.join(folder.path, "pipe.jsonl");
    execFileSync("mkfifo", [pipe]);
    const read = call(folder, "pipe.jsonl", { format: "txt" });
    await writeFile(pipe, logText(teaTalk()));
    expect(await read).toMatchObject({ code: 0, err: "" });
    const signals = new EventEmitter();
    const target = Object.assign(signals, { exit: () => {} }) as unknown as SignalTarget;
    const left = call(folder, "pipe.jsonl", { format: "txt" }, { process: target });
    signals.emit("SIGINT");
    expect(await left).toMatchObject({ code: 130 });
  });

  it("a reader that has gone ends it without a word, a full disk with one", async () => {
    const failing = (code: string, message: string) =>
      new Writable({ write: (_text, _encoding, done) => done(Object.assign(new Error(message), { code })) });
    const gone = await call(oneLog(), "tea.jsonl", { format: "md" }, { stdout: failing("EPIPE", "broken pipe") });
    expect([gone.code, gone.err]).toEqual([0, ""]);
    const full = await call(oneLog(), "tea.jsonl", { format: "md" }, { stdout: failing("ENOSPC", "no space left") });
    expect([full.code, full.err]).toEqual([1, expect.stringContaining("the output cannot be written: no space left")]);
  });
});

describe("[EXPORT-7] lines that cannot be read", () => {
  const good = logText(teaTalk());

  it.each(["md", "txt", "jsonl", "html"])("%s: are told with their numbers, once, and left out", async (format) => {
    const folder = new LogFolder();
    const bytes = Buffer.concat([
      Buffer.from(`nonsense\n${good}${JSON.stringify({ format: "v3", type: "\u001b[2J" })}\n`),
      Buffer.from('{"user":"Ann","content":"\xff","timestamp":""}\n{"cut', "latin1"),
    ]);
    folder.write("bad.jsonl", bytes);
    const { code, out, err } = await call(folder, "bad.jsonl", { format, output: "-" });
    expect(code).toBe(0);
    const lines = good.split("\n").length;
    expect(err.trimEnd().split("\n")).toEqual([
      "llm-chat: bad.jsonl, line 1: not JSON",
      expect.stringMatching(new RegExp(`^llm-chat: bad\\.jsonl, line ${lines + 1}: not a v3 record: [^\u001b]*$`)),
      `llm-chat: bad.jsonl, line ${lines + 2}: not valid UTF-8; unreadable bytes are shown as \ufffd`,
      `llm-chat: bad.jsonl, line ${lines + 3}: cut off: the file ends in the middle of it`,
    ]);
    if (format === "html") expect(logIn(out)).toBe(bytes.toString("utf8"));
    else expect(out).toContain("Water!");
  });

  it("are counted where there are very many", async () => {
    const folder = new LogFolder();
    folder.write("bad.jsonl", `${good}${"nonsense\n".repeat(5_000)}`);
    const { code, err } = await call(folder, "bad.jsonl", { format: "md" });
    expect(code).toBe(0);
    expect(err.trimEnd().split("\n")).toHaveLength(21);
    expect(err).toContain("… and 4980 more such lines");
  });

  it.each(["md", "txt", "jsonl", "html"])("%s: exit code 1 where there is nothing else", async (format) => {
    const folder = new LogFolder();
    folder.write("empty.jsonl", "");
    const { code, out, err } = await call(folder, "empty.jsonl", { format, output: "-" });
    expect([code, out]).toEqual([1, ""]);
    expect(err).toBe("llm-chat: no line of empty.jsonl is a record of a log: there is nothing to export\n");
  });

  it("50 MB long: is left out, and the rest is there", async () => {
    const folder = new LogFolder();
    folder.write("long.jsonl", Buffer.concat([Buffer.alloc(50_000_000, "x"), Buffer.from(`\n${good}`)]));
    const { code, out, err } = await call(folder, "long.jsonl", { format: "txt" });
    expect([code, err]).toEqual([0, "llm-chat: long.jsonl, line 1: longer than 8388608 bytes, skipped\n"]);
    expect(out).toContain("Pam    | Water!");
  });
});

describe("[EXPORT-10] a hostile log", () => {
  it.each(["md", "txt", "jsonl"])("%s: a hundred thousand users do no harm", async (format) => {
    const folder = new LogFolder();
    const line = (user: string) => JSON.stringify({ timestamp: "", user, content: `${user} | <bot_thinking>hm` });
    const users = ["__proto__", "constructor", "toString", ...Array.from({ length: 100_000 }, (_, n) => `user ${n}`)];
    folder.write("many.jsonl", users.map((user) => `${line(user)}\n`).join(""));
    const thinking = format === "jsonl" ? {} : { thinking: true };
    const { code, out } = await call(folder, "many.jsonl", { format, ...thinking });
    expect(code).toBe(0);
    expect(out.length).toBeLessThan(20_000_000);
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
  });
});
