/**
 * The command line: declarations only. What a command does is imported when it runs, so `--help` and `--version`
 * load commander and nothing else.
 */
import { Command, CommanderError } from "commander";
import { EXIT_OK, EXIT_USAGE } from "./exit-codes.ts";
import { ASK_HELP_AFTER, HELP_AFTER, HELP_INTRO } from "./help-text.ts";
import type { CliHost } from "./host.ts";
import { VERSION } from "./version.ts";

const collect = (value: string, all: readonly string[] = []): readonly string[] => [...all, value];

/** Runs one command line (without node and script) to its end; the result is the exit code. */
export async function main(argv: readonly string[], host: CliHost): Promise<number> {
  // Words behind `--` are topic, whatever they look like; commander would still take the first for a command.
  const split = argv.indexOf("--");
  const literal = split === -1 ? [] : argv.slice(split + 1);
  let exitCode = EXIT_OK;
  const program = createProgram(host, literal, (code) => {
    exitCode = code;
  });
  try {
    await program.parseAsync(split === -1 ? argv : argv.slice(0, split), { from: "user" });
    return exitCode;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT_OK : EXIT_USAGE;
    const { reportError } = await import("./error-line.ts");
    return reportError(error, host, argv.includes("--debug"));
  }
}

function createProgram(host: CliHost, literal: readonly string[], ended: (exitCode: number) => void): Command {
  const program = new Command("llm-chat");
  program
    .description(HELP_INTRO)
    .usage("[options] [topic…]\n       llm-chat <command>")
    .exitOverride()
    // Else an option of the same name, like --json, would be taken from a command behind it.
    .enablePositionalOptions()
    .configureOutput({
      writeOut: (text) => void host.stdout.write(text),
      writeErr: (text) => void host.stderr.write(text),
      getOutHelpWidth: () => Math.min(host.stdout.columns ?? 80, 110),
      outputError: (text, write) => write(errorLine(text)),
    })
    .argument("[topic...]", "what they talk about")
    .helpCommand("help [command]", "print the help of a command")
    .addHelpText("after", HELP_AFTER);
  whoTalks(program);
  howTheyTalk(program);
  whenItEnds(program);
  whatYouSee(program);
  program
    .optionsGroup("Other:")
    .option("--env-file <file>", "read keys from a file of NAME=value lines")
    .option("--config <file>", "a config file instead of your own (models by name, defaults)")
    .option("--debug", "show stack traces")
    .version(VERSION, "-V, --version", "print the version")
    .helpOption("-h, --help", "print this")
    .action(async (topic: string[], options: Record<string, unknown>) => {
      const { run } = await import("./commands/run.ts");
      const commands = program.commands.map((command) => command.name());
      ended(await run({ topic, literal, options, commands: [...commands, "help"] }, host));
    });
  roomCommands(program, host, ended);
  program
    .command("models")
    .description("which providers are ready, and what is missing for the others")
    .option("--json", "as JSON")
    .option("--env-file <file>", "read keys from a file of NAME=value lines")
    .option("--config <file>", "a config file instead of your own")
    .option("--debug", "show stack traces")
    .action(async (options: Record<string, unknown>) => {
      const { models } = await import("./commands/models.ts");
      ended(await models(options, host));
    });
  program
    .command("doctor")
    .description("check this machine: Node, terminal, log folder, keys, local servers, config")
    .option("--json", "as JSON")
    .option("--log-dir <dir>", "the log folder to check")
    .option("--env-file <file>", "read keys from a file of NAME=value lines")
    .option("--config <file>", "a config file instead of your own")
    .option("--debug", "show stack traces")
    .action(async (options: Record<string, unknown>) => {
      const { doctor } = await import("./commands/doctor.ts");
      ended(await doctor(options, host));
    });
  documentCommands(program, host, ended);
  userCommands(program, host, ended);
  logCommands(program, host, ended);
  for (const command of program.commands) {
    for (const each of [command, ...command.commands]) {
      const name = each === command ? each.name() : `${command.name()} ${each.name()}`;
      each.configureOutput({ outputError: (text, write) => write(errorLine(text, `llm-chat ${name} --help`)) });
    }
  }
  return program;
}

function roomCommands(program: Command, host: CliHost, ended: (exitCode: number) => void): void {
  program
    .commandsGroup("Commands:")
    .command("serve")
    .description("serve rooms and documents to agents, people and programs: HTTP, SSE, JSON-RPC, MCP on one port")
    .option("--host <address>", "address to listen on (default: 127.0.0.1)")
    .option("--port <port>", "port; 0 is any free one (default: 8894)")
    .option(
      "--auth <how>",
      "open: a username is enough; token: a token is needed (default: open on loopback, else token)",
    )
    .option("--token <token>", "what a client must show (default: LLM_CHAT_TOKEN, else one is made and kept)")
    .option("--data-dir <dir>", "where rooms and documents are kept (default: your data folder)")
    .option("--memory", "keep nothing: rooms and documents end with the server")
    .option("--database <url>", "keep documents in PostgreSQL (default: LLM_CHAT_DATABASE, else a file of --data-dir)")
    .option("-m, --model <provider/model>", "who writes documents where nobody is named (default: the best there is)")
    .option("--base-url <url>", "a server of yours for models that name no provider")
    .option("--env-file <file>", "read keys from a file of NAME=value lines")
    .option("--config <file>", "a config file instead of your own")
    .option("--log-dir <dir>", "where discussions of several models are logged (default: logs)")
    .option("--speed <factor>", "how fast the demo model writes; 2 is twice as fast (default: 1)")
    .option("--seed <number>", "the demo is the same each time with the same seed")
    .option("--floor <policy>", "of new rooms: open, or stick (default: open)")
    .option("--rate <count>", "requests a second of one participant; 0 is no limit (default: 1000)")
    .option("--allow-origin <origin>", "a page from there may call; repeatable", collect)
    .option("--allow-host <name>", "a name this server is reached by; repeatable", collect)
    .option("--websocket-port <port>", "where a browser can watch the rooms; 0 is any free port (default: 8080)")
    .option("--no-websocket", "no live view for browsers")
    .option("--debug", "show stack traces")
    .action(async (options: Record<string, unknown>) => {
      const { serve } = await import("./commands/serve.ts");
      ended(await serve(options, host));
    });
  program
    .command("join <url>")
    .description("enter a served room yourself, here in the terminal")
    .option("--as <name>", "your name in the room (default: your user name)")
    .option("--room <room>", "which room (default: the one of the URL, else lobby)")
    .option("--token <token>", "the server's token, where it wants one (default: LLM_CHAT_TOKEN)")
    .option("--plain", "lines instead of the full screen (also when piped)")
    .option("--color", "colors even when piped")
    .option("--no-color", "no colors (as with NO_COLOR)")
    .option("--debug", "show stack traces")
    .action(async (url: string, options: Record<string, unknown>) => {
      const { join } = await import("./commands/join.ts");
      ended(await join(url, options, host));
    });
  program
    .command("mcp")
    .description("let an MCP host (Claude, Gemini CLI, Codex, opencode, …) join a room, over stdio")
    .option("--url <url>", "a served room (default: a room of its own)")
    .option("--room <room>", "which room (default: the one of the URL, else lobby)")
    .option("--as <name>", "log in at once under this name")
    .option("--token <token>", "the server's token, where it wants one (default: LLM_CHAT_TOKEN)")
    .option("--print-config <host>", "print what to paste into the host: claude, gemini, codex or opencode")
    .option("--debug", "show stack traces")
    .action(async (options: Record<string, unknown>) => {
      const { mcp } = await import("./commands/mcp.ts");
      ended(await mcp(options, host));
    });
}

function documentCommands(program: Command, host: CliHost, ended: (exitCode: number) => void): void {
  program
    .commandsGroup("Documents:")
    .command("ask [question...]")
    .description("ask a model, or have a document written; - is stdin")
    .option("--document <name>", "write into this document: its title or id; made when it is new")
    .option("--chat <id>", "go on with a chat; last is the last one")
    .option("--mode <mode>", "chat: an answer; agent: it may write the document (default: agent with a document)")
    .option("-m, --model <provider/model>", "who answers; several discuss it first; repeatable", collect)
    .option("--pen <who>", "of several models, who may write: first or all (default: first)")
    .option("--accept <how>", "what is written: all, none, or ask for each (default: ask on a terminal)")
    .option("--output <file>", "write the document to a file afterwards")
    .option("--format <form>", "md, html, or docx: a page for Word (default: what the name of --output says)")
    .option("--force", "write over a file that is there")
    .option("--json", "the chunks on stdout, one a line, and nothing else")
    .option("--quiet", "nothing but errors")
    .option("--color", "colors even when piped")
    .option("--no-color", "no colors (as with NO_COLOR)")
    .option("--base-url <url>", "any server that speaks Chat Completions; its models need no provider")
    .option("--seed <number>", "the demo is the same each time with the same seed")
    .option("--speed <factor>", "pace of the demo; 1 is natural, 50 is for tests (default: 1)")
    .option("--log-dir <dir>", "where the log of a discussion is written (default: logs)")
    .option("--data-dir <dir>", "where the documents are kept (default: your data folder)")
    .option("--database <url>", "postgresql://… instead of a file (default: LLM_CHAT_DATABASE)")
    .option("--env-file <file>", "read keys from a file of NAME=value lines")
    .option("--config <file>", "a config file instead of your own")
    .option("--debug", "show stack traces")
    .addHelpText("after", ASK_HELP_AFTER)
    .action(async (question: string[], options: Record<string, unknown>) => {
      const { ask } = await import("./commands/ask.ts");
      ended(await ask(question, options, host));
    });
  program
    .command("documents [name...]")
    .description("list the documents, or print one: its title or id")
    .option("--format <form>", "md, html, or docx: a page for Word (default: md)")
    .option("--output <file>", "to a file, not to stdout")
    .option("--force", "write over a file that is there")
    .option("--proposals", "as it would be if all that waits were accepted")
    .option("--accept <what>", "all: accept all that waits in it; ask: one by one, at a terminal")
    .option("--delete", "delete it")
    .option("--yes", "also where there is something in it")
    .option("--json", "as JSON")
    .option("--data-dir <dir>", "where the documents are kept (default: your data folder)")
    .option("--database <url>", "postgresql://… instead of a file (default: LLM_CHAT_DATABASE)")
    .option("--debug", "show stack traces")
    .action(async (name: string[], options: Record<string, unknown>) => {
      const { documents } = await import("./commands/documents.ts");
      ended(await documents(name, options, host));
    });
}

function userCommands(program: Command, host: CliHost, ended: (exitCode: number) => void): void {
  const user = program.command("user").description("who may use a server's documents with a token of their own");
  const declare = (usage: string, description: string) =>
    user
      .command(usage)
      .description(description)
      .option("--data-dir <dir>", "where the documents are kept (default: your data folder)")
      .option("--database <url>", "postgresql://… instead of a file (default: LLM_CHAT_DATABASE)")
      .option("--json", "as JSON")
      .option("--debug", "show stack traces");
  declare("add <name>", "make a user, and print the token").action(
    async (name: string, options: Record<string, unknown>) => {
      const { userAdd } = await import("./commands/user.ts");
      ended(await userAdd(name, options, host));
    },
  );
  declare("list", "who there is, with how many chats and documents").action(
    async (options: Record<string, unknown>) => {
      const { userList } = await import("./commands/user.ts");
      ended(await userList(options, host));
    },
  );
  declare("remove <name>", "take a user away, with all chats and documents")
    .option("--yes", "also where there are chats and documents")
    .action(async (name: string, options: Record<string, unknown>) => {
      const { userRemove } = await import("./commands/user.ts");
      ended(await userRemove(name, options, host));
    });
}

function logCommands(program: Command, host: CliHost, ended: (exitCode: number) => void): void {
  program
    .commandsGroup("Logs:")
    .command("replay [files...]")
    .description("watch a recorded conversation again; of a folder, or without a file, choose from a list")
    .option("--speed <factor>", "how fast; 2 is twice as fast (default: 1)")
    .option("--slowdown <factor>", "the recorded pauses are multiplied by it (default: 1.1)")
    .option("--max-delay <seconds>", "no pause is longer (default: 10)")
    .option("--from <time>", "begin there: seconds, m:ss, h:mm:ss, or a percentage")
    .option("--loop", "from the start again after the end (default: on the full screen, and with --port)")
    .option("--no-loop", "once, and then no more")
    .option("--plain", "lines instead of the full screen (also when piped)")
    .option("--color", "colors even when piped")
    .option("--no-color", "no colors (as with NO_COLOR)")
    .option("--log-file <file>", "a file, said as an option; repeatable", collect)
    .option("--port <port>", "serve it: a page and a WebSocket for any number of viewers, like --port 8080")
    .option(
      "--allow-origin <origin>",
      "with --port: a page from there may watch; null: one opened from disk; repeatable",
      collect,
    )
    .option("--debug", "show stack traces")
    .action(async (files: string[], options: Record<string, unknown>) => {
      const { replay } = await import("./commands/replay.ts");
      ended(await replay(files, options, host));
    });
  program
    .command("logs [dir]")
    .description("list the conversations that were logged, newest first, or search what was said")
    .option("--log-dir <dir>", "where the logs are (default: logs, or log_dir of the config file)")
    .option("--search <text>", "those with the text in topic, names or messages, in upper or lower case")
    .option("--limit <count>", "at most so many, the newest (default: 50 on a terminal, else all)")
    .option("--json", "an object a line")
    .option("--config <file>", "a config file instead of your own")
    .option("--debug", "show stack traces")
    .action(async (dir: string | undefined, options: Record<string, unknown>) => {
      const { logs } = await import("./commands/logs.ts");
      ended(await logs(dir, options, host));
    });
  program
    .command("export <file>")
    .description("a log to hand over: a page with a player, Markdown, text or JSON lines; - is stdin")
    .option("--format <form>", "html, md, jsonl or txt (default: what the name of --output says)")
    .option("--output <file>", "where to; - is stdout (default: stdout, a page goes beside the log)")
    .option("--thinking", "md and txt: with thoughts, actions and refusals")
    .option("--force", "write over a file that is there")
    .option("--debug", "show stack traces")
    .action(async (file: string, options: Record<string, unknown>) => {
      const { exportLog } = await import("./commands/export.ts");
      ended(await exportLog(file, options, host));
    });
  program
    .command("verify <files...>")
    .description("prove from logs what the room promises: nothing crossed, lost or forged; - is stdin")
    .option("--json", "an object a log")
    .option("--debug", "show stack traces")
    .action(async (files: string[], options: Record<string, unknown>) => {
      const { verify } = await import("./commands/verify.ts");
      ended(await verify(files, options, host));
    });
  program
    .command("stats <files...>")
    .description("figures of logs: who said, spent and waited how much, and how evenly; - is stdin")
    .option("--json", "an object a log")
    .option("--debug", "show stack traces")
    .action(async (files: string[], options: Record<string, unknown>) => {
      const { stats } = await import("./commands/stats.ts");
      ended(await stats(files, options, host));
    });
}

function whoTalks(program: Command): void {
  program
    .optionsGroup("Who talks:")
    .option("-m, --model <provider/model>", "one agent of it, or Name=provider/model; repeatable", collect)
    .option("-n, --agents <count>", "how many agents; the models given are dealt to them in turn")
    .option("--persona <Name=text>", "what that agent is like; repeatable", collect)
    .option("-s, --scenario <file>", "agents, topic and rules from a YAML or JSON file (see examples/)")
    .option("--exp-dir <dir>", 'an agent for each JSON file {"username", "interest"} of a folder')
    .option("--base-url <url>", "any server that speaks Chat Completions; its models need no provider")
    .option("--reasoning <effort>", "how hard they think: none, minimal, low, medium, high, xhigh, max")
    .option("--max-output-tokens <count>", "most tokens of one model call, thinking included (default: 8192)");
}

function howTheyTalk(program: Command): void {
  program
    .optionsGroup("How they talk:")
    .option("--room-url <url>", "in a room of a server (llm-chat serve), with whoever else is there")
    .option("--room-token <token>", "the server's token, where it wants one (default: LLM_CHAT_TOKEN)")
    .option("--msg <text>", "the first instruction to every agent")
    .option("--constant-msg <text>", "said again whenever a model stops without an action")
    .option("--floor <policy>", "open: whoever is ready speaks; stick: only its holder (default: open)")
    .option("--append-limit <characters>", "longest text of one append (default: 1000)")
    .option("--interrupt <when>", "boundary: news at the next action; eager: at once (default: boundary)")
    .option("--plain-text <mode>", "text outside of actions: push it, or ignore it (default: push)")
    .option("--seed <number>", "the demo is the same each time with the same seed")
    .option("--speed <factor>", "pace of the demo; 1 is natural, 50 is for tests (default: 1)");
}

function whenItEnds(program: Command): void {
  program
    .optionsGroup("When it ends (0 is no limit):")
    .option("--max-messages <count>", "messages (default: 100)")
    .option("--max-turns <count>", "model calls of all agents together")
    .option("--max-minutes <minutes>", "time")
    .option("--max-tokens <count>", "tokens of all agents together, input and output")
    .option("--max-cost <usd>", "money; a call that could pass the limit is not made")
    .option("--price <Model=in/out>", "USD per million tokens, for a model of unknown price; repeatable", collect)
    .option("--max-nudges <count>", "when all wait: ask one to go on, this often (default: 3; 0: end at once)");
}

function whatYouSee(program: Command): void {
  program
    .optionsGroup("What you see:")
    .option("--plain", "lines “Name | text” instead of the full screen (also when piped)")
    .option("--json", "the log's records on stdout, one a line, and nothing else")
    .option("--quiet", "nothing but errors")
    .option("--color", "colors even when piped")
    .option("--no-color", "no colors (as with NO_COLOR)")
    .option("--log-dir <dir>", "where the log is written (default: logs)")
    .option("--websocket-port <port>", "where a browser can watch; 0 is any free port (default: 8080)")
    .option("--no-websocket", "no live view for browsers")
    .option(
      "--allow-origin <origin>",
      "a page from there may watch too; null: one opened from disk; repeatable",
      collect,
    );
}

/** commander's "error: …\n(Did you mean …?)\n" as our one line. */
function errorLine(text: string, help = "llm-chat --help"): string {
  const line = text
    .replace(/^error: /, "")
    .trim()
    .replace(/\s*\n\s*/g, " ");
  return `llm-chat: ${line.replace(/\.?$/, "")} (${help} lists everything)\n`;
}
