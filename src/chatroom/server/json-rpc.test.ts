import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import * as z from "zod";
import { dispatch, readBody, refuse, RpcError, type RpcMethod } from "./json-rpc.ts";

/** What ran, in order. */
type Trace = string[];

const method = <P extends z.ZodObject>(params: P, run: (params: z.infer<P>, trace: Trace) => unknown) =>
  ({ params, run: async (given, trace) => run(given as z.infer<P>, trace) }) satisfies RpcMethod<Trace>;
const numbers = (...names: string[]) => z.object(Object.fromEntries(names.map((name) => [name, z.number()])));

/** The methods of the specification's examples, and some that go wrong. */
const METHODS = new Map<string, RpcMethod<Trace>>([
  [
    "subtract",
    method(numbers("minuend", "subtrahend"), (given) => (given["minuend"] ?? 0) - (given["subtrahend"] ?? 0)),
  ],
  ["sum", method(numbers("a", "b", "c"), (given) => Object.values(given).reduce((sum, each) => sum + each, 0))],
  ["update", method(numbers("a", "b", "c", "d", "e"), (given, trace) => void trace.push(`update ${given["e"]}`))],
  ["notify_hello", method(numbers("to"), (given, trace) => void trace.push(`hello ${given["to"]}`))],
  ["get_data", method(z.object({}), () => ["hello", 5])],
  ["echo", method(z.object({ text: z.string(), loud: z.boolean().optional() }), (given) => given)],
  [
    "wait",
    method(z.object({ turns: z.number() }), async ({ turns }, trace) => {
      trace.push(`begin ${turns}`);
      for (let turn = 0; turn < turns; turn++) await Promise.resolve();
      trace.push(`end ${turns}`);
    }),
  ],
  [
    "fail",
    method(z.object({}), () => {
      throw new TypeError("the password is in /etc/secret");
    }),
  ],
  [
    "refuse",
    method(z.object({}), () => {
      throw new RpcError(40001, "No draft exists", { reason: "no_draft" });
    }),
  ],
]);

async function send(text: string, trace: Trace = [], failures: unknown[] = []): Promise<unknown> {
  const options = { methods: METHODS, context: trace, batch: 50, onFailure: (error: unknown) => failures.push(error) };
  const answer = await dispatch(readBody(text), options);
  return answer === null ? null : JSON.parse(answer);
}

const call = (name: string, params?: unknown, id: unknown = 1) =>
  JSON.stringify({ jsonrpc: "2.0", method: name, params, id });
const error = (code: number, message: string, id: unknown = null, data?: unknown) => ({
  jsonrpc: "2.0",
  error: { code, message, ...(data === undefined ? {} : { data }) },
  id,
});

/** https://www.jsonrpc.org/specification, section 7; null: no answer. */
const EXAMPLES: readonly (readonly [title: string, request: string, answer: string | null])[] = [
  [
    "positional parameters",
    `{"jsonrpc": "2.0", "method": "subtract", "params": [42, 23], "id": 1}`,
    `{"jsonrpc": "2.0", "result": 19, "id": 1}`,
  ],
  [
    "positional parameters, the other way round",
    `{"jsonrpc": "2.0", "method": "subtract", "params": [23, 42], "id": 2}`,
    `{"jsonrpc": "2.0", "result": -19, "id": 2}`,
  ],
  [
    "named parameters",
    `{"jsonrpc": "2.0", "method": "subtract", "params": {"subtrahend": 23, "minuend": 42}, "id": 3}`,
    `{"jsonrpc": "2.0", "result": 19, "id": 3}`,
  ],
  [
    "named parameters in another order",
    `{"jsonrpc": "2.0", "method": "subtract", "params": {"minuend": 42, "subtrahend": 23}, "id": 4}`,
    `{"jsonrpc": "2.0", "result": 19, "id": 4}`,
  ],
  ["a notification", `{"jsonrpc": "2.0", "method": "update", "params": [1,2,3,4,5]}`, null],
  ["a notification of an unknown method", `{"jsonrpc": "2.0", "method": "foobar"}`, null],
  [
    "a non-existent method",
    `{"jsonrpc": "2.0", "method": "foobar", "id": "1"}`,
    `{"jsonrpc": "2.0", "error": {"code": -32601, "message": "Method not found"}, "id": "1"}`,
  ],
  [
    "invalid JSON",
    `{"jsonrpc": "2.0", "method": "foobar, "params": "bar", "baz]`,
    `{"jsonrpc": "2.0", "error": {"code": -32700, "message": "Parse error"}, "id": null}`,
  ],
  [
    "an invalid request object",
    `{"jsonrpc": "2.0", "method": 1, "params": "bar"}`,
    `{"jsonrpc": "2.0", "error": {"code": -32600, "message": "Invalid Request"}, "id": null}`,
  ],
  [
    "a batch of invalid JSON",
    `[
      {"jsonrpc": "2.0", "method": "sum", "params": [1,2,4], "id": "1"},
      {"jsonrpc": "2.0", "method"
    ]`,
    `{"jsonrpc": "2.0", "error": {"code": -32700, "message": "Parse error"}, "id": null}`,
  ],
  ["an empty array", `[]`, `{"jsonrpc": "2.0", "error": {"code": -32600, "message": "Invalid Request"}, "id": null}`],
  [
    "an invalid batch that is not empty",
    `[1]`,
    `[{"jsonrpc": "2.0", "error": {"code": -32600, "message": "Invalid Request"}, "id": null}]`,
  ],
  [
    "an invalid batch",
    `[1,2,3]`,
    `[
      {"jsonrpc": "2.0", "error": {"code": -32600, "message": "Invalid Request"}, "id": null},
      {"jsonrpc": "2.0", "error": {"code": -32600, "message": "Invalid Request"}, "id": null},
      {"jsonrpc": "2.0", "error": {"code": -32600, "message": "Invalid Request"}, "id": null}
    ]`,
  ],
  [
    "a batch",
    `[
      {"jsonrpc": "2.0", "method": "sum", "params": [1,2,4], "id": "1"},
      {"jsonrpc": "2.0", "method": "notify_hello", "params": [7]},
      {"jsonrpc": "2.0", "method": "subtract", "params": [42,23], "id": "2"},
      {"foo": "boo"},
      {"jsonrpc": "2.0", "method": "foo.get", "params": {"name": "myself"}, "id": "5"},
      {"jsonrpc": "2.0", "method": "get_data", "id": "9"}
    ]`,
    `[
      {"jsonrpc": "2.0", "result": 7, "id": "1"},
      {"jsonrpc": "2.0", "result": 19, "id": "2"},
      {"jsonrpc": "2.0", "error": {"code": -32600, "message": "Invalid Request"}, "id": null},
      {"jsonrpc": "2.0", "error": {"code": -32601, "message": "Method not found"}, "id": "5"},
      {"jsonrpc": "2.0", "result": ["hello", 5], "id": "9"}
    ]`,
  ],
  [
    "a batch of notifications only",
    `[
      {"jsonrpc": "2.0", "method": "notify_hello", "params": [7]},
      {"jsonrpc": "2.0", "method": "update", "params": [1,2,3,4,5]}
    ]`,
    null,
  ],
];

describe("JSON-RPC", () => {
  it.each(EXAMPLES)("[RPC-1] answers as the specification's example: %s", async (_title, request, answer) => {
    expect(await send(request)).toStrictEqual(answer === null ? null : JSON.parse(answer));
  });

  it("[RPC-2] runs a notification, and answers one that fails with nothing", async () => {
    const trace: Trace = [];
    const failures: unknown[] = [];
    expect(await send(`{"jsonrpc": "2.0", "method": "update", "params": [1,2,3,4,5]}`, trace)).toBeNull();
    expect(trace).toEqual(["update 5"]);
    for (const name of ["fail", "refuse"]) {
      expect(await send(`{"jsonrpc": "2.0", "method": "${name}"}`, trace, failures)).toBeNull();
    }
    expect(await send(`{"jsonrpc": "2.0", "method": "echo", "params": "no"}`)).toBeNull();
    expect(failures).toEqual([new TypeError("the password is in /etc/secret")]);
  });

  it("[RPC-2] takes a null id for a request", async () => {
    expect(await send(call("get_data", undefined, null))).toEqual({ jsonrpc: "2.0", result: ["hello", 5], id: null });
  });

  it.each([
    ["an object", {}],
    ["an array", [1]],
    ["a boolean", true],
  ])("[RPC-3] refuses %s as id, and answers with null", async (_title, id) => {
    const reason = `"id" must be a string, a number or null`;
    expect(await send(call("get_data", undefined, id))).toEqual(error(-32600, "Invalid Request", null, reason));
  });

  it("[RPC-3] refuses a number that JavaScript has not got as id", async () => {
    expect(await send(`{"jsonrpc": "2.0", "method": "get_data", "id": 1e999}`)).toMatchObject({
      error: { code: -32600 },
      id: null,
    });
  });

  it.each([`{"method": "get_data", "id": "7"}`, `{"jsonrpc": "1.0", "method": "get_data", "id": "7"}`])(
    "[RPC-3] refuses a call without the version, by its own id: %s",
    async (request) => {
      expect(await send(request)).toEqual(error(-32600, "Invalid Request", "7", `"jsonrpc" must be "2.0"`));
    },
  );

  it.each([`"subtract"`, "1", "null", "true", `{}`, `{"id": [1]}`, `{"__proto__": {"jsonrpc": "2.0"}}`])(
    "[RPC-3] refuses what is no call: %s",
    async (request) => {
      expect(await send(request)).toEqual(error(-32600, "Invalid Request"));
    },
  );

  it.each(["", " ", "{", "[1,", "undefined", "\u0000", "\ufeff{}}"])(
    "[RPC-3] refuses what is no JSON: %j",
    async (text) => {
      expect(await send(text)).toEqual(error(-32700, "Parse error"));
    },
  );

  it.each(["__proto__", "constructor", "toString", "hasOwnProperty", "rpc.discover", ""])(
    "[RPC-4] does not know the method %j",
    async (name) => {
      expect(await send(call(name))).toEqual(error(-32601, "Method not found", 1));
    },
  );

  it.each([
    [{ text: 1 }, "text: Invalid input: expected string, received number"],
    [{}, "text: Invalid input: expected string, received undefined"],
    [undefined, "text: Invalid input: expected string, received undefined"],
    [[], "text: Invalid input: expected string, received undefined"],
    [["a", true, 3], "3 params, but the method takes at most 2 (text, loud)"],
    ["text", "params are an object or an array"],
    [null, "params are an object or an array"],
    [7, "params are an object or an array"],
  ])("[RPC-5] says in one line what is wrong with the params %j", async (params, reason) => {
    expect(await send(call("echo", params))).toEqual(error(-32602, "Invalid params", 1, reason));
  });

  it("[RPC-5] takes params by position in the order of the schema, and those it may leave out", async () => {
    expect(await send(call("echo", ["hi", true]))).toMatchObject({ result: { text: "hi", loud: true } });
    expect(await send(call("echo", ["hi"]))).toMatchObject({ result: { text: "hi" } });
    expect(await send(call("get_data", []))).toMatchObject({ result: ["hello", 5] });
  });

  it("[RPC-5] takes no prototype from params", async () => {
    const request = `{"jsonrpc":"2.0","method":"echo","id":1,"params":{"__proto__":{"text":"forged"},"constructor":1}}`;
    expect(await send(request)).toMatchObject({ error: { code: -32602 } });
    expect(({} as Record<string, unknown>)["text"]).toBeUndefined();
  });

  it("[RPC-6] shows nothing of an exception, and tells the operator", async () => {
    const failures: unknown[] = [];
    expect(await send(call("fail"), [], failures)).toEqual(error(-32603, "Internal error", 1));
    expect(failures).toEqual([new TypeError("the password is in /etc/secret")]);
  });

  it("[RPC-6] an error that is meant for the caller is told as it is", async () => {
    expect(await send(call("refuse"))).toEqual(error(40001, "No draft exists", 1, { reason: "no_draft" }));
  });

  it("[RPC-7] runs a batch one call after the other, in order, and goes on after a failure", async () => {
    const trace: Trace = [];
    const turns = [9, 1, 5, 0, 3];
    const batch = `[${turns.map((turn) => call("wait", { turns: turn }, turn)).join(",")},${call("fail")},${call("wait", [2])}]`;
    const answers = (await send(batch, trace)) as { id: number }[];
    expect(answers.map(({ id }) => id)).toEqual([...turns, 1, 1]);
    expect(trace).toEqual([...turns, 2].flatMap((turn) => [`begin ${turn}`, `end ${turn}`]));
  });

  it("[RPC-7] takes 50 calls in a batch, and none of 51", async () => {
    const batch = (count: number) => `[${Array.from({ length: count }, (_, id) => call("wait", [0], id)).join(",")}]`;
    expect(await send(batch(50))).toHaveLength(50);
    const trace: Trace = [];
    const reason = "a batch has at most 50 calls; this one has 51";
    expect(await send(batch(51), trace)).toEqual(error(-32600, "Invalid Request", null, reason));
    expect(trace).toEqual([]);
  });

  it("[RPC-3] a batch in a batch is no call", async () => {
    expect(await send(`[[${call("get_data")}]]`)).toEqual([error(-32600, "Invalid Request")]);
  });

  it("[RPC-3] survives nesting that fills a whole body", async () => {
    const deep = "[".repeat(500_000) + "]".repeat(500_000);
    expect(await send(deep)).toEqual([error(-32600, "Invalid Request")]);
    const params = `{"jsonrpc":"2.0","method":"echo","params":{"text":${deep}},"id":1}`;
    expect(await send(params)).toMatchObject({ error: { code: -32602 }, id: 1 });
    expect(await send(`{"jsonrpc":"2.0","method":"echo","id":${deep}}`)).toMatchObject({ error: { code: -32600 } });
    expect(await send("[".repeat(1_000_000))).toMatchObject({ error: { code: -32700 } });
  });

  it("[RPC-3] answers whatever JSON comes with answers, and never throws", async () => {
    const member = fc.oneof(fc.constantFrom("2.0", "echo", "get_data", "fail"), fc.jsonValue());
    const almost = fc.record(
      { jsonrpc: member, method: member, params: fc.jsonValue(), id: fc.jsonValue() },
      { requiredKeys: [] },
    );
    const body = fc.oneof(almost, fc.array(almost, { maxLength: 5 }), fc.jsonValue());
    const anAnswer = z.object({
      jsonrpc: z.literal("2.0"),
      result: z.unknown().optional(),
      error: z.object({ code: z.int(), message: z.string().regex(/^[^\n]+$/) }).optional(),
      id: z.union([z.string(), z.number(), z.null()]),
    });
    await fc.assert(
      fc.asyncProperty(body, async (sent) => {
        const answer = await send(JSON.stringify(sent));
        const expected = z.union([z.null(), anAnswer, z.array(anAnswer).min(1)]);
        expect(expected.safeParse(answer).success).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  it("[RPC-8] refuses a request as a whole by its id, where one can be read", () => {
    const limited = new RpcError(40003, "Rate limit exceeded");
    expect(JSON.parse(refuse(readBody(call("echo", ["hi"], "a")), limited))).toEqual(
      error(40003, "Rate limit exceeded", "a"),
    );
    for (const text of [`[${call("echo")}]`, "{", `{"id": {}}`, "null"]) {
      expect(JSON.parse(refuse(readBody(text), limited))).toEqual(error(40003, "Rate limit exceeded"));
    }
  });
});
