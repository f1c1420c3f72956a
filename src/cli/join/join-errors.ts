/** Why a room could not be entered, as the one line a person sees, with the fix in the words of this command. */
import { ChatError } from "../../chatroom/index.ts";
import { tokenProblem } from "../token-problem.ts";
import { UsageError } from "../usage-error.ts";
import type { JoinOptions } from "./join-options.ts";

/** A server that is not there (yet) is no wrong usage: exit code 1. */
export class ServerGone extends Error {
  override readonly name = "ServerGone";
}

export function entryError(error: unknown, { url, room, token }: JoinOptions): unknown {
  if (!(error instanceof ChatError)) return error;
  const said = error.message;
  switch (error.code) {
    case "disconnected":
      return new ServerGone(
        said.includes("llm-chat serve") ? said : `${url}: ${said}; check that the server runs (llm-chat serve)`,
      );
    case "unauthorized":
      return new UsageError(tokenProblem(url, token, "--token"));
    case "unknown_room":
      return new UsageError(
        `there is no room "${room ?? new URL(url).pathname.split("/").pop()}" at ${new URL(url).origin}; ` +
          `name another one with --room, or make it: POST ${new URL(url).origin}/rooms {"room": "…"}`,
      );
    case "invalid_name":
      return new UsageError(`--as: ${said}`);
    case "name_taken":
      return new UsageError(`--as: ${said.includes("choose another") ? said : `${said}; choose another name`}`);
    case "server_error":
      return new UsageError(said.includes("llm-chat server") ? said : `${said}; is ${url} an llm-chat server?`);
    default:
      return new UsageError(`${url}: ${said}`);
  }
}
