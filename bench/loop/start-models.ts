/** Starts the bundle of `fake-model.ts`, which prints its port. `pauseMs`: between two pieces of an answer. */
import { spawn } from "node:child_process";
import { once } from "node:events";

export interface Models {
  readonly url: string;
  stop(): void;
}

export async function startModels(bundle: string, pauseMs = 0): Promise<Models> {
  const server = spawn(process.execPath, [bundle, String(pauseMs)], { stdio: ["ignore", "pipe", "inherit"] });
  process.on("exit", () => server.kill());
  const [port] = (await once(server.stdout, "data")) as [Buffer];
  return { url: `http://127.0.0.1:${port.toString().trim()}`, stop: () => void server.kill() };
}
