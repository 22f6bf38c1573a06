import { Refusal } from './refusal.ts'

/** What came of a body, and how it ended: `done` as it said, `cut` by a broken line, `idle` by us, since nothing came any more. */
export type Arrived = { bytes: Uint8Array<ArrayBuffer>, end: 'done' | 'cut' | 'idle' }

/**
 * The bytes of a body as far as they come: a slow line is waited for as long as it moves, one that brings nothing for `idleMs` is cut.
 * Throws `too-large` before more than `maxBytes` are kept.
 */
export async function readArriving(request: Request, maxBytes: number, idleMs: number): Promise<Arrived> {
  const parts: Uint8Array[] = []
  let size = 0
  const reader = request.body?.getReader()
  for (;;) {
    const next = reader ? await nextOrIdle(reader, idleMs) : 'done'
    if (typeof next === 'string') {
      if (next === 'idle') reader?.cancel().catch(() => undefined)
      return { bytes: join(parts, size), end: next }
    }
    size += next.byteLength
    if (size > maxBytes) {
      await reader?.cancel().catch(() => undefined)
      throw new Refusal('too-large')
    }
    parts.push(next)
  }
}

async function nextOrIdle(reader: ReadableStreamDefaultReader<Uint8Array>, idleMs: number): Promise<Uint8Array | Arrived['end']> {
  let timer: ReturnType<typeof setTimeout> | undefined
  const idle = new Promise<'idle'>(resolve => { timer = setTimeout(() => resolve('idle'), idleMs) })
  const read = reader.read().then(({ done, value }) => (done ? 'done' : value), () => 'cut' as const)
  try {
    return await Promise.race([read, idle])
  } finally {
    clearTimeout(timer)
  }
}

/** Puts pieces together whose sizes add up to `size`. */
export function join(parts: readonly Uint8Array[], size: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(size)
  let offset = 0
  for (const part of parts) {
    bytes.set(part, offset)
    offset += part.byteLength
  }
  return bytes
}
