import { join } from './read-arriving.ts'
import { Refusal } from './refusal.ts'

/** The bytes of a body. Throws `too-large` before more than `maxBytes` are kept, whatever its Content-Length says. */
export async function readBytes(request: Request, maxBytes: number): Promise<Uint8Array<ArrayBuffer>> {
  checkDeclaredSize(request, maxBytes)
  if (!request.body) return new Uint8Array(0)
  const parts: Uint8Array[] = []
  let size = 0
  const reader = request.body.getReader()
  for (;;) {
    const { done, value } = await reader.read().catch(breaksOff)
    if (done) break
    size += value.byteLength
    if (size > maxBytes) {
      await reader.cancel().catch(() => undefined)
      throw new Refusal('too-large')
    }
    parts.push(value)
  }
  return join(parts, size)
}

/** The caller hung up in the middle: nobody is left to hear an answer, and nothing here is wrong. */
function breaksOff(): never {
  throw new Refusal('bad-request', { issues: [{ field: '', problem: 'breaks off' }] })
}

/** Compressed bodies are refused: nothing here needs them, and they may unfold without end. */
export function checkDeclaredSize(request: Request, maxBytes: number): void {
  const encoding = request.headers.get('content-encoding')
  if (encoding !== null && encoding !== 'identity') throw new Refusal('wrong-type')
  const declared = Number(request.headers.get('content-length') ?? 0)
  if (declared > maxBytes) throw new Refusal('too-large')
}

/** A body as JSON. Throws `wrong-type` for another content type, which a form of a foreign page would have. */
export async function readJson(request: Request, maxBytes: number): Promise<unknown> {
  const type = (request.headers.get('content-type') ?? '').split(';')[0]!.trim().toLowerCase()
  if (type !== 'application/json') throw new Refusal('wrong-type')
  const bytes = await readBytes(request, maxBytes)
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  } catch {
    throw new Refusal('bad-request', { issues: [{ field: '', problem: 'is not JSON' }] })
  }
}
