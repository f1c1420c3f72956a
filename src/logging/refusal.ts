/** Which answers count as a refused push: for counts, views and checks alike. Browser-safe. */
import type { RecordOf } from "./record.ts";

/** The room said no to a draft; `no_draft` and `skipped` never came before the room. */
export function isRefusedPush({ function: name, status, reason }: RecordOf<"tool_response">): boolean {
  return name === "push" && status === 0 && reason !== "no_draft" && reason !== "skipped";
}
