/** Requests as nobody should send them, for fast-check: of every kind, near to right ones and far from it. */
import fc from "fast-check";
import { SERVER_LIMITS, USER_HEADER } from "../../src/chatroom/http-api.ts";
import { ENDPOINTS } from "../../src/chatroom/server/app.ts";
import { pathsOf } from "../../src/chatroom/server/openapi.ts";

export interface HostileRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array | null;
}

const nameText = fc.constantFrom("Ada", "Bob", "Zoe\u0308", "Nobody", "Server", "", " ", "a\nb", "A".repeat(65));
const strange = fc.constantFrom(
  ...[
    "\ud800",
    "\udc00\ud800",
    "\u0000",
    "\u202e",
    "\ufeff",
    "__proto__",
    "constructor",
    "\u2028",
    "%00",
    "..",
    "\r\n",
  ],
  ...["x".repeat(100_001), `e${"\u0301".repeat(40_000)}`, "👩🏽‍🚀".repeat(1_000), "<script>", "${7*7}", "' OR 1=1 --"],
);
const anyText = fc.oneof(nameText, strange, fc.string({ unit: "binary", maxLength: 40 }));
const anyNumber = fc.oneof(fc.double(), fc.integer(), fc.constantFrom(0, -0, 1, 2, 1e308, 2 ** 53, -1, 0.1));
const anyValue: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 4, arbitrary: anyText },
  { weight: 2, arbitrary: anyNumber },
  fc.constantFrom(null, true, false, [], {}),
  fc.jsonValue({ maxDepth: 4 }),
);

const fields = {
  username: fc.oneof({ weight: 5, arbitrary: nameText }, anyValue),
  message: fc.oneof({ weight: 3, arbitrary: fc.string({ unit: "binary", minLength: 1, maxLength: 60 }) }, anyValue),
  expected_seq: fc.oneof({ weight: 3, arbitrary: fc.nat(50) }, anyValue),
  push_id: anyValue,
  client_id: anyValue,
  delay: anyValue,
  room: fc.oneof(fc.constantFrom("den", "lobby", "constructor"), anyValue),
  floor: fc.oneof(fc.constantFrom("open", "stick"), anyValue),
};
const call = fc.record(
  {
    jsonrpc: fc.oneof({ weight: 5, arbitrary: fc.constant("2.0") }, anyValue),
    method: fc.oneof(
      { weight: 5, arbitrary: fc.constantFrom("append", "undo", "push", "reset", "preview", "talking_stick", "login") },
      anyText,
    ),
    params: fc.oneof(fc.record({ text: anyValue, username: anyValue }, { requiredKeys: [] }), anyValue),
    id: anyValue,
  },
  { requiredKeys: [] },
);

/** JSON as text: with keys that other languages trip over, twice the same, and numbers that no number is. */
const jsonText = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record(fields, { requiredKeys: ["username", "message"] }).map((value) => JSON.stringify(value)),
  },
  { weight: 2, arbitrary: fc.record(fields, { requiredKeys: [] }).map((value) => JSON.stringify(value)) },
  { weight: 2, arbitrary: fc.oneof(call, fc.array(call, { maxLength: 60 })).map((value) => JSON.stringify(value)) },
  fc.json(),
  anyText.map(
    (text) => `{"__proto__":{"username":"Ada"},"username":${JSON.stringify(text)},"constructor":{},"message":"x"}`,
  ),
  fc
    .constantFrom("1e400", "-1e400", "9".repeat(400))
    .map((n) => `{"username":"Ada","message":"x","expected_seq":${n},"delay":${n}}`),
  fc.constantFrom(
    '{"username":"Ada","username":7,"message":"x"}',
    '{"username":"\\ud800","message":"\\u0000"}',
    "[[[[{",
  ),
  fc.integer({ min: 1, max: 50_000 }).map((depth) => `{"username":"Ada","message":"x","a":${"[".repeat(depth)}`),
  fc
    .integer({ min: 1, max: 40 })
    .map((depth) => `{"username":"Ada","message":"x","a":${"[".repeat(depth)}${"]".repeat(depth)}}`),
  fc.constant(`{"username":"Ada","message":"x"}`.padEnd(SERVER_LIMITS.bodyBytes + 1, " ")),
);

const body = fc.oneof(
  { weight: 8, arbitrary: jsonText.map((text): Uint8Array => new TextEncoder().encode(text)) },
  fc.uint8Array({ maxLength: 200 }),
  fc.tuple(jsonText, fc.uint8Array({ maxLength: 3 })).map(([text, bytes]) => Buffer.concat([Buffer.from(text), bytes])),
);

/** What may stand in a header, as bytes. */
const headerText = fc.oneof(
  fc.string({ unit: fc.integer({ min: 0x21, max: 0x7e }).map((code) => String.fromCharCode(code)), maxLength: 60 }),
  fc.string({ unit: fc.integer({ min: 0x80, max: 0xff }).map((code) => String.fromCharCode(code)), maxLength: 20 }),
  fc.constantFrom(
    "null",
    "*",
    "0",
    "-1",
    "1e9",
    "99999999999999999999",
    "%",
    "%ff",
    "%E2%80%AE",
    "Ada",
    "a, b",
    "x".repeat(4_000),
  ),
);

const rarely = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined, freq: 6 });
const headersWith = (tokens: readonly string[]) =>
  fc
    .record({
      "content-type": fc.oneof({ weight: 8, arbitrary: fc.constant("application/json") }, headerText),
      authorization: rarely(
        fc.oneof(
          fc.constantFrom(...tokens).map((token) => `Bearer ${token}`),
          headerText,
        ),
      ),
      [USER_HEADER]: fc.oneof(fc.constantFrom("Ada", "Bob", undefined), headerText),
      "x-llm-chat-session": rarely(fc.oneof(fc.constantFrom(...tokens), headerText)),
      origin: rarely(fc.oneof(fc.constantFrom("null", "https://evil.example"), headerText)),
      "sec-fetch-site": rarely(fc.constantFrom("cross-site", "same-origin", "none")),
      "access-control-request-method": rarely(headerText),
      "last-event-id": rarely(headerText),
    })
    .map(
      (headers) =>
        Object.fromEntries(Object.entries(headers).filter(([, value]) => value !== undefined)) as Record<
          string,
          string
        >,
    );

const room = fc.oneof({ weight: 4, arbitrary: fc.constantFrom("lobby", "den") }, anyText.map(asPath));
const query = fc.option(
  fc
    .record({ username: nameText, after: anyText, limit: anyText, notices: anyText, x: anyText }, { requiredKeys: [] })
    .map(
      (values) =>
        `?${Object.entries(values)
          .map(([key, value]) => `${key}=${asPath(value)}`)
          .join("&")}`,
    ),
  { nil: "" },
);

/** `tokens`: some that are worth something. */
export function hostileRequest(tokens: readonly string[]): fc.Arbitrary<HostileRequest> {
  const known = fc.constantFrom(
    ...ENDPOINTS.flatMap((endpoint) => pathsOf(endpoint).map((path) => ({ method: endpoint.method as string, path }))),
  );
  const target = fc.oneof(
    {
      weight: 8,
      arbitrary: fc
        .tuple(known, room)
        .map(([{ method, path }, name]) => ({ method, path: path.replace("{room}", name) })),
    },
    fc.record({
      method: fc.constantFrom("PUT", "PATCH", "OPTIONS", "HEAD", "PROPFIND", "GET", "POST"),
      path: known.map(({ path }) => path),
    }),
    fc.record({
      method: fc.constantFrom("GET", "POST"),
      path: fc.string({ unit: "binary", maxLength: 40 }).map((text) => `/${asPath(text)}`),
    }),
  );
  return fc
    .record({ target, query, headers: headersWith(tokens), body })
    .map(({ target: { method, path }, query, headers, body }) => ({
      method,
      path: path + query,
      headers,
      body: method === "GET" || method === "HEAD" ? null : body,
    }));
}

/** Percent-encoded where it has to be; a lone surrogate cannot be, and becomes what no UTF-8 is. Short: long ones the port refuses. */
function asPath(text: string): string {
  return text.isWellFormed() ? encodeURIComponent(text).slice(0, 1_000) : "%ed%a0%80";
}
