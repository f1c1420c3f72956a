/** A room and MCP hosts in one process, on a clock that tests move: real clients, real servers, joined without a wire. */
import { Client, type ClientOptions } from "@modelcontextprotocol/client";
import { InMemoryTransport } from "@modelcontextprotocol/server";
import { LocalSession } from "../../src/chatroom/local-session.ts";
import { Readings, SoleAttendee } from "../../src/chatroom/mcp/attendee.ts";
import { createRoomServer } from "../../src/chatroom/mcp/mcp-server.ts";
import { hostTranscript } from "../../src/chatroom/mcp/transcript-source.ts";
import type { FloorPolicy } from "../../src/chatroom/protocol.ts";
import { RoomHost } from "../../src/chatroom/room-host.ts";
import { ManualClock, settle } from "./manual-clock.ts";

/** What a tool answered, as tests look at it. */
export interface ToolAnswer {
  readonly text: string;
  readonly structured: Readonly<Record<string, unknown>>;
  readonly isError: boolean;
}

interface RawAnswer {
  readonly content?: readonly { readonly type: string; readonly text?: string }[];
  readonly structuredContent?: unknown;
  readonly isError?: boolean | undefined;
}

export function toolAnswer(result: unknown): ToolAnswer {
  const { content, structuredContent, isError } = result as RawAnswer;
  return {
    text: content?.map(({ text }) => text ?? "").join("\n") ?? "",
    structured: (structuredContent ?? {}) as Record<string, unknown>,
    isError: isError === true,
  };
}

/** Who said what, out of the structured messages; notices are left out. */
export function said({ structured }: ToolAnswer): string[] {
  const messages = structured["messages"] as readonly { type: string; sender: string; content: string }[];
  return messages.filter(({ type }) => type === "message").map(({ sender, content }) => `${sender}: ${content}`);
}

export interface McpHost {
  readonly client: Client;
  readonly session: LocalSession;
  call(name: string, args?: Record<string, unknown>): Promise<ToolAnswer>;
}

export async function mcpStage(policy: FloorPolicy = "open") {
  const clock = new ManualClock();
  const room = await RoomHost.open({ clock, policy });
  const errors: Error[] = [];
  const host = async (as?: string, options: ClientOptions = {}): Promise<McpHost> => {
    const session = new LocalSession(room, { clock });
    const server = createRoomServer({
      attendee: new SoleAttendee(session, as),
      readings: new Readings(),
      transcript: hostTranscript("lobby", room),
      updates: "subscribers",
      clock,
      version: "1.2.3",
      as,
      onError: (error) => errors.push(error),
    });
    const client = new Client({ name: "host", version: "1" }, options);
    const [one, other] = InMemoryTransport.createLinkedPair();
    await server.connect(one);
    await client.connect(other);
    const call = async (name: string, args: Record<string, unknown> = {}) => {
      const result = await client.callTool({ name, arguments: args });
      // A host is further away than a promise: what it was answered it has before it calls again.
      await settle();
      return toolAnswer(result);
    };
    return { client, session, call };
  };
  /** Somebody who is in the room without MCP. */
  const person = async (name: string) => {
    const session = new LocalSession(room, { clock });
    await session.join(name);
    const say = async (text: string) => {
      await session.check({ timeout: 0 });
      await session.append(text);
      await session.push();
    };
    return { session, say };
  };
  return { clock, room, errors, host, person };
}
