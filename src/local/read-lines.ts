/** The lines of a body as they come in, without their breaks; `onPart` is told of every piece that arrived. */
export async function* readLines(body: ReadableStream<Uint8Array>, onPart: () => void = () => {}): AsyncGenerator<string> {
  const reader = body.getReader()
  const decoder = new TextDecoder()
  let text = ''
  try {
    for (;;) {
      const { value, done } = await reader.read()
      if (done) break
      onPart()
      text += decoder.decode(value, { stream: true })
      const lines = text.split('\n')
      text = lines.pop() ?? ''
      yield* lines
    }
    if (text !== '') yield text
  } finally {
    await reader.cancel().catch(() => {})
  }
}
