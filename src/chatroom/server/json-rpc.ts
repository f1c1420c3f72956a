/**
 * JSON-RPC 2.0 without a transport: text in, text out, null where the specification wants no answer. The calls of a batch
 * run one after the other, in their order; an exception that nobody foresaw is an internal error and shows no inside.
 */
import type * as z from "zod";

export interface RpcMethod<C> {
  readonly params: z.ZodObject;
  /** Throws `RpcError` for what its caller shall know. */
  run(params: Readonly<Record<string, unknown>>, context: C, call: RpcCall): Promise<unknown>;
}

export interface RpcCall {
  /** Nobody hears what comes of it. */
  readonly notification: boolean;
}

export interface RpcOptions<C> {
  /** A Map, so that `__proto__` and `constructor` are unknown like any other word. */
  readonly methods: ReadonlyMap<string, RpcMethod<C>>;
  readonly context: C;
  /** Most calls in one batch. */
  readonly batch: number;
  /** Told what was answered with an internal error. */
  readonly onFailure?: ((error: unknown) => void) | undefined;
}

/** The errors of the specification: code and message. */
const STANDARD = {
  "parse error": [-32700, "Parse error"],
  "invalid request": [-32600, "Invalid Request"],
  "method not found": [-32601, "Method not found"],
  "invalid params": [-32602, "Invalid params"],
  "internal error": [-32603, "Internal error"],
} as const;

export class RpcError extends Error {
  override readonly name = "RpcError";
  readonly code: number;
  readonly data: unknown;

  constructor(code: number, message: string, data?: unknown) {
    super(message);
    this.code = code;
    this.data = data;
  }

  /** `reason`: one line on what is wrong. */
  static standard(kind: keyof typeof STANDARD, reason?: string): RpcError {
    const [code, message] = STANDARD[kind];
    return new RpcError(code, message, reason);
  }
}

type Id = string | number | null;

interface Answer {
  readonly jsonrpc: "2.0";
  readonly result?: unknown;
  readonly error?: { readonly code: number; readonly message: string; readonly data?: unknown };
  readonly id: Id;
}

/** A body as it was read; its calls may still be no calls. */
export type RpcBody =
  | { readonly type: "not json" }
  | { readonly type: "call"; readonly call: unknown }
  | { readonly type: "batch"; readonly calls: readonly unknown[] };

export function readBody(text: string): RpcBody {
  try {
    const body: unknown = JSON.parse(text);
    return Array.isArray(body) ? { type: "batch", calls: body } : { type: "call", call: body };
  } catch {
    return { type: "not json" };
  }
}

/** Runs what was asked for. Null: the specification wants no answer. */
export async function dispatch<C>(body: RpcBody, options: RpcOptions<C>): Promise<string | null> {
  switch (body.type) {
    case "not json":
      return JSON.stringify(failed(null, RpcError.standard("parse error")));
    case "call": {
      const answer = await answerTo(body.call, options);
      return answer && JSON.stringify(answer);
    }
    case "batch": {
      const fault = faultOfBatch(body.calls, options.batch);
      if (fault) return JSON.stringify(failed(null, fault));
      const answers: Answer[] = [];
      // In order: the push of a batch is about what its appends have made.
      for (const call of body.calls) {
        const answer = await answerTo(call, options);
        if (answer) answers.push(answer);
      }
      return answers.length > 0 ? JSON.stringify(answers) : null;
    }
  }
}

/** The answer where all of it is refused, before anything runs. */
export function refuse(body: RpcBody, error: RpcError): string {
  return JSON.stringify(failed(body.type === "call" && isObject(body.call) ? idOf(body.call) : null, error));
}

function faultOfBatch(calls: readonly unknown[], most: number): RpcError | null {
  if (calls.length === 0) return RpcError.standard("invalid request");
  if (calls.length <= most) return null;
  return RpcError.standard("invalid request", `a batch has at most ${most} calls; this one has ${calls.length}`);
}

async function answerTo<C>(request: unknown, options: RpcOptions<C>): Promise<Answer | null> {
  if (!isObject(request)) return failed(null, RpcError.standard("invalid request"));
  const fault = faultOf(request);
  if (fault) return failed(idOf(request), fault);
  const notification = !Object.hasOwn(request, "id");
  try {
    const result = await run(request, notification, options);
    return notification ? null : { jsonrpc: "2.0", result: result ?? null, id: idOf(request) };
  } catch (error) {
    if (!(error instanceof RpcError)) options.onFailure?.(error);
    if (notification) return null;
    return failed(idOf(request), error instanceof RpcError ? error : RpcError.standard("internal error"));
  }
}

async function run<C>(
  request: Readonly<Record<string, unknown>>,
  notification: boolean,
  { methods, context }: RpcOptions<C>,
): Promise<unknown> {
  const method = methods.get(request["method"] as string);
  if (!method) throw RpcError.standard("method not found");
  const parsed = method.params.safeParse(namedParams(request["params"], method.params));
  if (!parsed.success) {
    const reasons = parsed.error.issues.map(({ path, message }) => `${path.map(String).join(".")}: ${message}`);
    throw RpcError.standard("invalid params", reasons.join("; "));
  }
  return method.run(parsed.data, context, { notification });
}

/** Params by position get the names of the schema, in its order. */
function namedParams(params: unknown, { shape }: z.ZodObject): unknown {
  if (params === undefined) return {};
  if (isObject(params)) return params;
  if (!Array.isArray(params)) throw RpcError.standard("invalid params", "params are an object or an array");
  const names = Object.keys(shape);
  if (params.length > names.length) {
    const most = names.length === 0 ? "none" : `at most ${names.length} (${names.join(", ")})`;
    throw RpcError.standard("invalid params", `${params.length} params, but the method takes ${most}`);
  }
  return Object.fromEntries(params.map((value: unknown, place) => [names[place], value]));
}

/** Why `request` is no call. What does not even look like one is told so in the bare words of the specification. */
function faultOf(request: Readonly<Record<string, unknown>>): RpcError | null {
  if (typeof request["method"] !== "string") return RpcError.standard("invalid request");
  if (request["jsonrpc"] !== "2.0") return RpcError.standard("invalid request", `"jsonrpc" must be "2.0"`);
  if (Object.hasOwn(request, "id") && !isId(request["id"])) {
    return RpcError.standard("invalid request", `"id" must be a string, a number or null`);
  }
  return null;
}

function idOf(request: Readonly<Record<string, unknown>>): Id {
  const id = Object.hasOwn(request, "id") ? request["id"] : null;
  return isId(id) ? id : null;
}

function isId(id: unknown): id is Id {
  // 1e999 is a number of JSON that JavaScript has not got: its answer could not name it.
  return typeof id === "string" || id === null || (typeof id === "number" && Number.isFinite(id));
}

function failed(id: Id, { code, message, data }: RpcError): Answer {
  return { jsonrpc: "2.0", error: { code, message, ...(data === undefined ? {} : { data }) }, id };
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
