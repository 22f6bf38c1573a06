import { refuse, type Result } from '#domain/result.ts'
import type { ErrorBody, ErrorCode, FieldIssue } from '#protocol/errors.ts'
import { protocolHeader, protocolName, protocolVersion, readVersion } from '#protocol/version.ts'
import { readRetryAfter } from './retry-after.ts'
import { hearServerTime } from './server-clock.ts'

/**
 * Why there is no good answer. `offline`: nothing came, or what came was not from us. `busy`: the server asks for time, or failed, or is
 * older than this app; `detail` is what it said of a half-done call.
 */
export type Failure =
  | { kind: 'offline' }
  | { kind: 'busy', status: number, retryAfterMs?: number, detail?: unknown }
  | { kind: 'notSignedIn' }
  | { kind: 'updateNeeded' }
  | { kind: 'tooLarge', code?: ErrorCode }
  | { kind: 'conflict', code: ErrorCode, detail?: unknown }
  | { kind: 'refused', status: number, code: ErrorCode, issues?: FieldIssue[] }

/**
 * As whom a call is made: with the session's cookie, with a guest's own secret, or as nobody. `takesCookie`: a guest's call whose answer
 * brings a session; the server lets the secret go before any cookie.
 */
export type Credential = { kind: 'session' } | { kind: 'guest', authorization: string, takesCookie?: true } | { kind: 'nobody' }

export type Call = {
  method: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  path: string
  credential: Credential
  body?: unknown
  /** Sent as they are, in place of `body`. */
  bytes?: { content: ArrayBuffer, type: string }
  headers?: Readonly<Record<string, string>>
  timeoutMs?: number
}

export type Transport = {
  /** A JSON answer of this protocol. Its shape is the server's promise; that it is the server's is checked. `signal` breaks it off. */
  call: <Body>(call: Call, signal?: AbortSignal) => Promise<Result<Body, Failure>>
  /** Any other answer of this protocol, such as a picture or a stream; `signal` ends it. */
  open: (call: Call, signal?: AbortSignal) => Promise<Result<Response, Failure>>
}

type Options = { fetch?: typeof fetch, now?: () => number, origin?: string }

/** So long without a byte, and an answer counts as broken off. */
export const callTimeoutMs = 30_000
/** However slowly its bytes drip, an answer is not waited for any longer. */
export const longestCallMs = 10 * 60_000

/** The one way to the server. Never throws for the network: a failure is a value. */
export function createTransport({ fetch: send = (...parts) => fetch(...parts), now = Date.now, origin = '' }: Options = {}): Transport {
  async function exchange<Value>(call: Call, { signal, isWhole }: { signal: AbortSignal | undefined, isWhole: boolean }, read: (response: Response, onBytes: () => void) => Promise<Result<Value, Failure>>) {
    const limit = new AbortController()
    const end = () => limit.abort()
    const longest = setTimeout(end, longestCallMs)
    let silence = setTimeout(end, call.timeoutMs ?? callTimeoutMs)
    const onBytes = () => {
      clearTimeout(silence)
      silence = setTimeout(end, callTimeoutMs)
    }
    signal?.addEventListener('abort', end, { once: true })
    try {
      return await read(await send(`${origin}${call.path}`, { ...requestOf(call), signal: limit.signal }), onBytes)
    } catch {
      return refuse<Failure>({ kind: 'offline' })
    } finally {
      clearTimeout(silence)
      clearTimeout(longest)
      // What was only opened goes on, and is ended by it as well.
      if (isWhole) signal?.removeEventListener('abort', end)
    }
  }

  return {
    call: <Body>(call: Call, signal?: AbortSignal) => exchange<Body>(call, { signal, isWhole: true }, (response, onBytes) => readJson<Body>(response, now(), onBytes, call.credential.kind !== 'nobody')),
    open: (call, signal) => exchange<Response>(call, { signal, isWhole: false }, async response => {
      const stranger = judgeSpeaker(response)
      if (stranger) return refuse(stranger)
      return response.ok ? { ok: true, value: response } : refuse(await readFailure(response, now()))
    }),
  }
}

function requestOf({ method, body, bytes, credential, headers: more }: Call): RequestInit {
  const headers: Record<string, string> = { ...more, [protocolHeader]: protocolName }
  if (credential.kind === 'guest') headers.authorization = credential.authorization
  if (bytes) headers['content-type'] = bytes.type
  else if (body !== undefined) headers['content-type'] = 'application/json'
  return {
    method,
    headers,
    credentials: credential.kind === 'session' || (credential.kind === 'guest' && credential.takesCookie) ? 'same-origin' : 'omit',
    redirect: 'error',
    cache: 'no-store',
    ...(bytes ? { body: bytes.content } : body === undefined ? {} : { body: JSON.stringify(body) }),
  }
}

/** `isFresh`: no cache on the way can have kept it, so that its time is the server's own. */
async function readJson<Body>(response: Response, now: number, onBytes: () => void, isFresh: boolean): Promise<Result<Body, Failure>> {
  const stranger = judgeSpeaker(response)
  if (stranger) return refuse(stranger)
  if (!response.ok) return refuse(await readFailure(response, now))
  if (response.status === 204) return { ok: true, value: {} as Body }
  const body: unknown = JSON.parse(await readText(response, onBytes))
  if (!isOurs(body)) return refuse({ kind: 'offline' })
  if (isFresh && 'now' in body && typeof body.now === 'number') hearServerTime(body.now)
  return { ok: true, value: body as Body }
}

/**
 * Why an answer is not one for us. None of ours at all without the header; one of an older server has to wait for it to be updated, since
 * the person can do nothing about it; a newer one asks for a newer app.
 */
function judgeSpeaker({ headers, status }: Response): Failure | undefined {
  const version = readVersion(headers.get(protocolHeader))
  if (version === undefined) return { kind: 'offline' }
  if (version < protocolVersion) return { kind: 'busy', status }
  return version > protocolVersion ? { kind: 'updateNeeded' } : undefined
}

/** A large page may take long on a slow line, as long as something comes. */
async function readText(response: Response, onBytes: () => void): Promise<string> {
  const decoder = new TextDecoder()
  let text = ''
  for (const reader = response.body?.getReader(); reader;) {
    const { value, done } = await reader.read()
    if (done) break
    onBytes()
    text += decoder.decode(value, { stream: true })
  }
  return text + decoder.decode()
}

/** A captive portal answers anything with 200: only what names the protocol counts. */
const isOurs = (body: unknown): body is { protocol: string } =>
  typeof body === 'object' && body !== null && 'protocol' in body && body.protocol === protocolName

async function readFailure(response: Response, now: number): Promise<Failure> {
  const { status } = response
  const error = await readError(response)
  switch (status) {
    case 401: return { kind: 'notSignedIn' }
    case 409: return { kind: 'conflict', code: error?.code ?? 'conflict', ...(error?.detail === undefined ? {} : { detail: error.detail }) }
    case 413: return { kind: 'tooLarge', ...(error ? { code: error.code } : {}) }
    case 426: return { kind: 'updateNeeded' }
    default: break
  }
  if (status !== 429 && status < 500) return { kind: 'refused', status, code: error?.code ?? 'bad-request', ...(error?.issues ? { issues: error.issues } : {}) }
  const retryAfterMs = readRetryAfter(response.headers.get('retry-after'), now)
  return { kind: 'busy', status, ...(retryAfterMs === undefined ? {} : { retryAfterMs }), ...(error?.detail === undefined ? {} : { detail: error.detail }) }
}

async function readError(response: Response): Promise<ErrorBody['error'] | undefined> {
  const body: unknown = await response.json().catch(() => undefined)
  return isOurs(body) ? (body as ErrorBody).error : undefined
}
