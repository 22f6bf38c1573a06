/**
 * The `data` of server-sent events (HTML standard, 9.2), one after the other; comments come as `undefined`, so that a heartbeat can be heard.
 * An own reader, since EventSource cannot prove who a guest is.
 */
export async function* readEventStream(body: ReadableStream<Uint8Array>): AsyncGenerator<string | undefined> {
  const reader = body.getReader()
  const decoder = new TextDecoder()
  let text = ''
  try {
    for (;;) {
      const { value, done } = await reader.read()
      if (done) return
      text += decoder.decode(value, { stream: true })
      const blocks = text.split(/\r?\n\r?\n/)
      text = blocks.pop() ?? ''
      for (const block of blocks) yield dataOf(block)
    }
  } finally {
    await reader.cancel().catch(() => {})
  }
}

function dataOf(block: string): string | undefined {
  const lines = block.split(/\r?\n/).filter(line => line.startsWith('data:'))
  return lines.length > 0 ? lines.map(line => line.slice(5).trimStart()).join('\n') : undefined
}
