/** Speaks to an MCP server over stdio by hand, one call after the other: what a client costs is not what is measured. */
import { type ChildProcess, spawn } from "node:child_process";

export class LineClient {
  readonly #child: ChildProcess;
  #heard = "";
  #answered: (line: string) => void = () => {};
  #id = 0;

  private constructor(child: ChildProcess) {
    this.#child = child;
    child.stdout?.setEncoding("utf8").on("data", (text: string) => {
      this.#heard += text;
      if (!this.#heard.endsWith("\n")) return;
      const lines = this.#heard.slice(0, -1).split("\n");
      this.#heard = "";
      for (const line of lines) if (line.includes('"id":')) this.#answered(line);
    });
  }

  /** Started and initialised; ms until then. */
  static async start(args: readonly string[]): Promise<{ readonly client: LineClient; readonly startMs: number }> {
    const start = performance.now();
    const child = spawn(process.execPath, args, { stdio: ["pipe", "pipe", "inherit"] });
    const client = new LineClient(child);
    const clientInfo = { name: "bench", version: "1" };
    await client.request("initialize", { protocolVersion: "2025-11-25", capabilities: {}, clientInfo });
    const startMs = performance.now() - start;
    client.#write({ jsonrpc: "2.0", method: "notifications/initialized" });
    return { client, startMs };
  }

  request(method: string, params: unknown): Promise<string> {
    return new Promise((resolve) => {
      this.#answered = resolve;
      this.#write({ jsonrpc: "2.0", id: ++this.#id, method, params });
    });
  }

  async call(name: string, args: unknown): Promise<void> {
    const answer = await this.request("tools/call", { name, arguments: args });
    if (!answer.includes('"content"') || answer.includes('"status":0')) throw new Error(`${name}: ${answer}`);
  }

  close(): void {
    this.#child.kill();
  }

  #write(message: unknown): void {
    this.#child.stdin?.write(`${JSON.stringify(message)}\n`);
  }
}
