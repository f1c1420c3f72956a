import { stageContestants } from "./support/staged.ts";
import { cpSync } from "node:fs";
import { dirname } from "node:path";
const b = await stageContestants({ server: new URL("loop/fake-model.ts", import.meta.url), ours: new URL("loop/llm-chat.ts", import.meta.url), bareSdk: new URL("loop/bare-sdk.ts", import.meta.url), agentsSdk: new URL("loop/agents-sdk.ts", import.meta.url),
 screen: new URL("tui/full-screen.ts", import.meta.url), plain: new URL("tui/plain-ink.tsx", import.meta.url), cells: new URL("tui/changed-cells.ts", import.meta.url)});
cpSync(dirname(b.ours), "/tmp/prof", { recursive: true });
