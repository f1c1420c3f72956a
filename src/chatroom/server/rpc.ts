/**
 * The room's actions over JSON-RPC: a rendering of the action table. The draft is held here, in the session of whoever the
 * request's token or header names.
 */
import { ACTIONS, type Action } from "../actions.ts";
import { IDLE_LEASE_MS, SERVER_LIMITS } from "../http-api.ts";
import type { Seat } from "../room-access.ts";
import type { RoomSession } from "../room-session.ts";
import type { ActionResult } from "../session.ts";
import { toWire, type WireEvent } from "../wire-event.ts";
import type { Access } from "./access.ts";
import type { ServerContext } from "./context.ts";
import { type HttpError, toHttpError } from "./http-error.ts";
import { dispatch, readBody, refuse, type RpcBody, type RpcCall, type RpcMethod } from "./json-rpc.ts";
import { contentPolicy, noDraft, notLoggedIn, toRefusal, toRpcError } from "./rpc-errors.ts";

type Params = Readonly<Record<string, unknown>>;

/**
 * Answers the JSON-RPC call, or batch of calls, in `text`; never throws. `onFailure` is told what nobody foresaw: the caller
 * learns nothing of it.
 */
export async function handleRpc(
  c: ServerContext,
  access: Access,
  text: string,
  onFailure?: (error: unknown) => void,
): Promise<Response> {
  const json = { "content-type": "application/json" };
  const body = readBody(text);
  let exchange: Exchange;
  try {
    exchange = new Exchange(c, access, admit(c, access, body));
  } catch (failure) {
    const error = toHttpError(failure);
    return c.body(refuse(body, toRefusal(error)), error.status, { ...json, ...error.headers });
  }
  const options = { methods: METHODS, context: exchange, batch: SERVER_LIMITS.batch, onFailure };
  const answer = await dispatch(body, options);
  exchange.answered();
  if (answer === null) return c.body(null, 204);
  // One call that may not be made is refused like the whole request that it is.
  const { refused } = exchange;
  return refused && body.type === "call"
    ? c.body(answer, refused.status, { ...json, ...refused.headers })
    : c.body(answer, 200, json);
}

/**
 * Who calls; null: nobody yet, or somebody who is not in the room. Throws for a wrong token, and for a rate that is too
 * high: each call of a batch counts, before any of them runs, so that none is left out of the middle.
 */
function admit(c: ServerContext, access: Access, body: RpcBody): Seat | null {
  const calls = body.type === "batch" ? Math.min(body.calls.length, SERVER_LIMITS.batch) : 1;
  try {
    let seat = access.callerOf(c);
    for (let counted = 1; counted < calls; counted++) seat = access.callerOf(c);
    return seat;
  } catch (failure) {
    if (toHttpError(failure).code === "not_registered") return null;
    throw failure;
  }
}

const METHODS: ReadonlyMap<string, RpcMethod<Exchange>> = new Map(
  [...ACTIONS].map(([name, action]): [string, RpcMethod<Exchange>] => [
    name,
    { params: action.parameters, run: (params, exchange, call) => exchange.run(action, params, call) },
  ]),
);

/** A result with its events as they go over the wire, and what `login` adds. */
type WireResult = Omit<ActionResult, "messages"> & {
  readonly messages: readonly WireEvent[];
  readonly session_token?: string;
};

/** What the calls of one HTTP request have in common. */
class Exchange {
  readonly #c: ServerContext;
  readonly #access: Access;
  readonly #signal: AbortSignal;
  /** Who calls. A `login` of the request counts for the calls after it. */
  #seat: Seat | null;
  /** What each session had been shown before the request, and so what the writer of its calls has read. */
  readonly #read = new Map<RoomSession, number>();
  /** How to make unread again what the answer brings. */
  readonly #takeBack: (() => void)[] = [];
  /** Why somebody was not admitted. */
  refused: HttpError | null = null;

  constructor(c: ServerContext, access: Access, caller: Seat | null) {
    this.#c = c;
    this.#access = access;
    this.#signal = c.req.raw.signal;
    this.#seat = caller;
  }

  async run(action: Action, params: Params, { notification }: RpcCall): Promise<WireResult> {
    try {
      if (action.name === "login") this.#seat = await this.#register(params);
      const seat = this.#seat;
      if (!seat) throw notLoggedIn();
      return await this.#act(action, params, seat, notification);
    } catch (failure) {
      throw toRpcError(failure);
    }
  }

  /** The answer is on its way. Whoever goes before it has all of it has not read it: that stays unread. */
  answered(): void {
    const takeBack = () => {
      for (const each of this.#takeBack) each();
    };
    if (this.#signal.aborted) takeBack();
    else this.#signal.addEventListener("abort", takeBack, { once: true });
  }

  async #act(action: Action, params: Params, seat: Seat, notification: boolean): Promise<WireResult> {
    const { seats, name: room } = this.#c.var.room;
    const session = seats.session(seat.name);
    // Somebody who left and came back has another draft: a call of the first stay must not touch it.
    if (seats.find(seat.name).joinedSeq !== seat.joinedSeq) throw notLoggedIn();
    // A batch was written before the results of its first calls were read: its pushes are about what was known then.
    const asOf = this.#read.get(session) ?? session.seen;
    this.#read.set(session, asOf);
    const stopsActing = seats.openStream(seat.name, IDLE_LEASE_MS);
    let result: ActionResult;
    try {
      result = await action.run(session, params, { asOf, signal: this.#signal });
    } finally {
      stopsActing();
    }
    const takeBack = () => unread(session, seat, result);
    // Nobody reads what a notification brings: the next answer brings it again.
    if (notification) takeBack();
    else this.#takeBack.push(takeBack);
    const { messages, missed, ...outcome } = result;
    const news = { messages: messages.map(toWire), ...(missed === undefined ? {} : { missed }) };
    if (action.name === "push" && result.reason === "no_draft") throw noDraft(news);
    if (result.reason === "content_policy") throw contentPolicy(news);
    const session_token = action.name === "login" ? this.#access.tokenOf(room, seat) : undefined;
    return { ...outcome, ...(session_token === undefined ? {} : { session_token }), ...news };
  }

  async #register(params: Params): Promise<Seat> {
    const username = params["username"] as string;
    return this.#c.var.room.seats.register({ username, proven: this.#admit(username) });
  }

  #admit(username: string): boolean {
    try {
      return this.#access.admit(this.#c, username).proven;
    } catch (failure) {
      this.refused = toHttpError(failure);
      throw failure;
    }
  }
}

/** What `result` brought has reached nobody: it is unread again. */
function unread(session: RoomSession, seat: Seat, { messages, missed = 0 }: ActionResult): void {
  const first = messages[0];
  if (first) session.take(seat, Math.min(session.seen, first.seq - 1 - missed));
}
