/** The program itself: the entry of the bundle that bin/llm-chat.js loads. Everything else is in `main`. */
import { main } from "./main.ts";
import { processHost } from "./process-host.ts";

// Nobody is left to be told that errors cannot be told; a conversation stops by itself when its output is lost.
process.stderr.on("error", () => {});

process.exitCode = await main(process.argv.slice(2), processHost());
