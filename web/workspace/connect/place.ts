/** Which chat and document the page shows: its address says so, and a reload finds the same. */
export interface Place {
  readonly chat_id: string | null;
  readonly document_id: string | null;
}

export interface AddressRead {
  readonly place: Place;
  /** To be kept for this tab, and taken out of the address. */
  readonly token: string | null;
}

const ID = /^[\w-]{1,64}$/;

export function readAddress(href: string): AddressRead {
  const { searchParams } = new URL(href);
  const idOf = (name: string) => {
    const id = searchParams.get(name);
    return id !== null && ID.test(id) ? id : null;
  };
  return { place: { chat_id: idOf("chat"), document_id: idOf("document") }, token: searchParams.get("token") };
}

export function writeAddress(href: string, { chat_id, document_id }: Place): string {
  const url = new URL(href);
  for (const [name, id] of [
    ["chat", chat_id],
    ["document", document_id],
    ["token", null],
  ] as const) {
    if (id === null) url.searchParams.delete(name);
    else url.searchParams.set(name, id);
  }
  return url.href;
}

export function socketUrl(href: string, token: string | null): string {
  const url = new URL("/ws", href);
  url.protocol = url.protocol === "https:" ? "wss:" : "ws:";
  if (token !== null) url.searchParams.set("token", token);
  return url.href;
}
