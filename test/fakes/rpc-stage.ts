/** A served room that is spoken to over JSON-RPC: the app as it is served, without a port, and time that a test moves. */
import { onTestFinished } from "vitest";
import { USER_HEADER } from "../../src/chatroom/http-api.ts";
import { closeApps, openApp, type StageOptions } from "./app-stage.ts";

export interface RpcStageOptions extends StageOptions {
  /** Who is in the room already. */
  readonly people?: readonly string[];
}

/** What results have in common, as far as tests look into them. */
export interface RpcResult {
  readonly status: number;
  readonly messages: readonly { readonly sender: string; readonly content: string }[];
  readonly suffix: string;
  readonly appended: string;
  readonly session_token: string;
}

export async function openRpcStage({ people = [], ...options }: RpcStageOptions = {}) {
  const { app, clock, lobby: room } = await openApp(options);
  onTestFinished(closeApps);
  for (const username of people) await room.seats.register({ username });
  const post = (body: string, headers: Readonly<Record<string, string>> = {}, signal?: AbortSignal) =>
    app.request("/rpc", {
      method: "POST",
      body,
      headers: { "content-type": "application/json", ...headers },
      ...(signal ? { signal } : {}),
    });
  /** The answer to one body (a string is sent as it is), of who sends such headers. */
  const sendWith = async (headers: Readonly<Record<string, string>>, body: unknown): Promise<unknown> =>
    (await post(typeof body === "string" ? body : JSON.stringify(body), headers)).json();
  const send = (user: string, body: unknown) => sendWith(as(user), body);
  /** The result of one call of `user`. */
  const call = async (user: string, method: string, params?: unknown, signal?: AbortSignal): Promise<RpcResult> => {
    const response = await post(JSON.stringify(request(method, params)), as(user), signal);
    return ((await response.json()) as { result: RpcResult }).result;
  };
  /** `user` reads what there is, and says `text`. */
  const say = async (user: string, text: string): Promise<void> => {
    await call(user, "check", { timeout: 0 });
    await call(user, "append", { text });
    const { status } = await call(user, "push");
    if (status !== 1) throw new Error(`${user} could not speak`);
  };
  return { clock, room, post, sendWith, send, call, say };
}

export const as = (user: string) => ({ [USER_HEADER]: user });
export const request = (method: string, params?: unknown, id: unknown = 1) => ({ jsonrpc: "2.0", method, params, id });
export const notification = (method: string, params?: unknown) => ({ jsonrpc: "2.0", method, params });
export const said = ({ messages }: RpcResult) => messages.map(({ sender, content }) => `${sender}: ${content}`);
