/** An MCP host that knows no SDK: starts the program, writes JSON-RPC lines to it and reads what it answers. */
import { type ChildProcess, spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { onTestFinished } from "vitest";
import { cleanEnv, PROGRAM, testFolder } from "../journeys/support/run-cli.ts";
import { type ToolAnswer, toolAnswer } from "./mcp-stage.ts";
import type { RawMessage } from "./raw-mcp-http.ts";

export interface ProgramEnd {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stderr: string;
}

export class RawMcpStdio {
  readonly child: ChildProcess;
  readonly ended: Promise<ProgramEnd>;
  /** All that came unasked. */
  readonly notifications: RawMessage[] = [];
  /** The ids of the requests that were answered. */
  readonly answered: number[] = [];
  /** Lines of stdout that are no JSON-RPC. */
  readonly strays: string[] = [];
  readonly #waiting = new Map<number, (message: RawMessage) => void>();
  readonly #stdin: NodeJS.WritableStream;
  #onNotification = () => {};
  #id = 0;

  constructor(args: readonly string[]) {
    const folder = testFolder();
    const child = spawn(process.execPath, [PROGRAM, "mcp", ...args], { cwd: folder, env: cleanEnv(folder) });
    onTestFinished(() => void child.kill("SIGKILL"));
    this.child = child;
    this.#stdin = child.stdin;
    child.stdin.on("error", () => {});
    let stderr = "";
    child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
    createInterface({ input: child.stdout }).on("line", (line) => this.#hear(line));
    this.ended = new Promise((resolve, reject) => {
      child.once("error", reject);
      child.once("close", (code, signal) => resolve({ code, signal, stderr }));
    });
  }

  /** The result of `initialize`. */
  async initialize(protocolVersion: string): Promise<Readonly<Record<string, unknown>>> {
    const clientInfo = { name: "by hand", version: "1" };
    const result = await this.request("initialize", { protocolVersion, capabilities: {}, clientInfo });
    this.notify("notifications/initialized");
    return result;
  }

  async request(method: string, params: Record<string, unknown> = {}): Promise<Readonly<Record<string, unknown>>> {
    const { result, error } = await this.send(method, params);
    if (!result) throw new Error(`${method}: ${JSON.stringify(error)}`);
    return result;
  }

  async call(name: string, args: Record<string, unknown> = {}): Promise<ToolAnswer> {
    return toolAnswer(await this.request("tools/call", { name, arguments: args }));
  }

  send(method: string, params: Record<string, unknown> = {}): Promise<RawMessage> {
    const id = ++this.#id;
    const answered = new Promise<RawMessage>((resolve, reject) => {
      this.#waiting.set(id, resolve);
      void this.ended.then(({ stderr }) => reject(new Error(`ended before it answered ${method}:\n${stderr}`)));
    });
    this.write({ jsonrpc: "2.0", id, method, params });
    return answered;
  }

  notify(method: string, params: Record<string, unknown> = {}): void {
    this.write({ jsonrpc: "2.0", method, params });
  }

  write(...messages: readonly unknown[]): void {
    this.#stdin.write(messages.map((message) => `${JSON.stringify(message)}\n`).join(""));
  }

  /** The host closes its end. */
  end(): Promise<ProgramEnd> {
    this.#stdin.end();
    return this.ended;
  }

  /** Resolves when `count` notifications of `method` have come. */
  notified(method: string, count = 1): Promise<void> {
    return new Promise((resolve) => {
      this.#onNotification = () => {
        if (this.notifications.filter((message) => message.method === method).length >= count) resolve();
      };
      this.#onNotification();
    });
  }

  #hear(line: string): void {
    let message: RawMessage;
    try {
      message = JSON.parse(line) as RawMessage;
    } catch {
      this.strays.push(line);
      return;
    }
    if (typeof message.id === "number" && message.method === undefined) {
      this.answered.push(message.id);
      this.#waiting.get(message.id)?.(message);
      this.#waiting.delete(message.id);
      return;
    }
    this.notifications.push(message);
    this.#onNotification();
  }
}
