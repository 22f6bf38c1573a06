/** Server-sent events (HTML standard, 9.2) as an answer that no proxy should hold back. */
export const eventStream = (stream: ReadableStream<Uint8Array>) =>
  new Response(stream, {
    headers: { 'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-store, no-transform', 'x-accel-buffering': 'no' },
  })
