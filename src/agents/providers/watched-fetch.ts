/** A fetch that tells of every piece of a body as it comes: pings and comments are bytes the SDKs never show. */

export type Fetch = typeof globalThis.fetch;

export function watchedFetch(fetch: Fetch, onBytes: () => void): Fetch {
  return async (input, init) => {
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
