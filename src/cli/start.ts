/** The program itself: the entry of the bundle that bin/llm-chat.js loads. Everything else is in `main`. */
import { main } from "./main.ts";
import { processHost } from "./process-host.ts";

process.exitCode = await main(process.argv.slice(2), processHost());
