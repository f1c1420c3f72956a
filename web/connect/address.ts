/** Where the page connects to: from its own address, or from what a person typed. Pure. */
export interface Target {
  /** `ws:` or `wss:`, without a query. */
  readonly url: string;
  readonly room: string | null;
  readonly token: string | null;
}

export const DEFAULT_ADDRESS = "ws://127.0.0.1:8080";

/** What the page's own address says; null: opened from disk, and nothing was said. */
export function targetOfPage(href: string): Target | null {
  const page = new URL(href);
  const { searchParams } = page;
  const asked = searchParams.get("ws");
  const own = page.protocol === "http:" || page.protocol === "https:" ? page.origin : null;
  // A served page connects to its server and to no other: a link must not make it talk to somebody else.
  const target = targetOf(own ?? asked ?? "");
  const path = own === null ? null : /^\/rooms\/([^/]+)\/?$/.exec(page.pathname)?.[1];
  return (
    target && {
      ...target,
      room: searchParams.get("room") ?? (path ? decoded(path) : target.room),
      token: searchParams.get("token") ?? target.token,
    }
  );
}

/** What a person typed: `ws://host:port`, `http://host:port`, `host:port` or a port; null: no address. */
export function targetOf(typed: string): Target | null {
  const text = typed.trim();
  if (text === "") return null;
  const whole = /^\d{1,5}$/.test(text) ? `ws://127.0.0.1:${text}` : /^[a-z]+:\/\//i.test(text) ? text : `ws://${text}`;
  const url = URL.parse(whole.replace(/^http/i, "ws"));
  if (url === null || url.hostname === "" || !/^wss?:$/.test(url.protocol)) return null;
  const { searchParams } = url;
  return {
    url: `${url.protocol}//${url.host}${url.pathname}`,
    room: searchParams.get("room"),
    token: searchParams.get("token"),
  };
}

/** The address of the socket. `after` is the number of the last record seen; 0: from the begin. */
export function socketAddress({ url, room, token }: Target, after: number): string {
  const address = new URL(url);
  address.searchParams.set("records", "");
  address.searchParams.set("after", String(after));
  if (room !== null) address.searchParams.set("room", room);
  if (token !== null) address.searchParams.set("token", token);
  // `?records`, as the protocol writes it.
  return address.href.replace("records=&", "records&");
}

/** A path that the server named, by HTTP on the same host and port; null where it leads elsewhere. */
export function pathOf({ url, token }: Target, path: string): string | null {
  const base = url.replace(/^ws/, "http");
  const address = URL.parse(path, base);
  if (address === null || address.host !== new URL(base).host) return null;
  if (token !== null) address.searchParams.set("token", token);
  return address.href;
}

/** A path that is no text in UTF-8 names a room as it stands. */
function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
