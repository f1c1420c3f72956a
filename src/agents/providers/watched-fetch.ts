/** A fetch that tells of every piece of a body as it comes: pings and comments are bytes the SDKs never show. */

export type Fetch = typeof globalThis.fetch;

/** Goes with the options of one request, so that one client serves all calls of a provider. */
const ON_BYTES = Symbol("onBytes");

interface WatchedInit extends RequestInit {
  readonly [ON_BYTES]?: () => void;
}

/** `fetchOptions` for a request of an SDK whose `fetch` is a watched one: `onBytes` is called for every piece. */
export function watching(onBytes: () => void): Omit<RequestInit, "body" | "headers" | "method" | "signal"> {
  const init: WatchedInit = { [ON_BYTES]: onBytes };
  return init;
}

export function watchedFetch(fetch: Fetch): Fetch {
  return async (input, init?: WatchedInit) => {
    const onBytes = init?.[ON_BYTES] ?? (() => {});
    const response = await fetch(input, init);
    onBytes();
    if (!response.body) return response;
    const reader: ReadableStreamDefaultReader<Uint8Array> = response.body.getReader();
    const body = new ReadableStream<Uint8Array>(
      {
        async pull(controller) {
          const { done, value } = await reader.read();
          if (done) return controller.close();
          onBytes();
          controller.enqueue(value);
        },
        cancel: (reason) => reader.cancel(reason),
      },
      // Read no further than asked: how fast the reader is stays visible to the server.
      { highWaterMark: 0 },
    );
    return new Response(body, { status: response.status, statusText: response.statusText, headers: response.headers });
  };
}
