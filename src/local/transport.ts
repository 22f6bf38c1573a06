import { refuse, type Result } from '#domain/result.ts'
import type { ErrorBody, ErrorCode, FieldIssue } from '#protocol/errors.ts'
import { protocolHeader, protocolName } from '#protocol/version.ts'
import { readRetryAfter } from './retry-after.ts'

/** Why there is no good answer. `offline`: nothing came, or what came was not from us. `busy`: the server asks for time, or failed. */
export type Failure =
  | { kind: 'offline' }
  | { kind: 'busy', status: number, retryAfterMs?: number }
  | { kind: 'notSignedIn' }
  | { kind: 'updateNeeded' }
  | { kind: 'tooLarge' }
  | { kind: 'conflict', code: ErrorCode }
  | { kind: 'refused', status: number, code: ErrorCode, issues?: FieldIssue[] }

/**
 * As whom a call is made: with the session's cookie, with a guest's own secret, or as nobody. `takesCookie`: a guest's call whose answer
 * brings a session; the server lets the secret go before any cookie.
 */
export type Credential = { kind: 'session' } | { kind: 'guest', authorization: string, takesCookie?: true } | { kind: 'nobody' }

export type Call = {
  method: 'GET' | 'POST' | 'PUT' | 'DELETE'
  path: string
  credential: Credential
  body?: unknown
  /** Sent as they are, in place of `body`. */
  bytes?: { content: ArrayBuffer, type: string }
  timeoutMs?: number
}

export type Transport = {
  /** A JSON answer of this protocol. Its shape is the server's promise; that it is the server's is checked. */
  call: <Body>(call: Call) => Promise<Result<Body, Failure>>
  /** Any other answer of this protocol, such as a picture or a stream; `signal` ends it. */
  open: (call: Call, signal?: AbortSignal) => Promise<Result<Response, Failure>>
}

type Options = { fetch?: typeof fetch, now?: () => number, origin?: string }

export const callTimeoutMs = 30_000

/** The one way to the server. Never throws for the network: a failure is a value. */
export function createTransport({ fetch: send = (...parts) => fetch(...parts), now = Date.now, origin = '' }: Options = {}): Transport {
  async function exchange<Value>(call: Call, signal: AbortSignal | undefined, read: (response: Response) => Promise<Result<Value, Failure>>) {
    const limit = new AbortController()
    const timer = setTimeout(() => limit.abort(), call.timeoutMs ?? callTimeoutMs)
    // Stays on after the headers: it ends a stream as well.
    signal?.addEventListener('abort', () => limit.abort(), { once: true })
    try {
      return await read(await send(`${origin}${call.path}`, { ...requestOf(call), signal: limit.signal }))
    } catch {
      return refuse<Failure>({ kind: 'offline' })
    } finally {
      clearTimeout(timer)
    }
  }

  return {
    call: <Body>(call: Call) => exchange<Body>(call, undefined, response => readJson<Body>(response, now())),
    open: (call, signal) => exchange<Response>(call, signal, async response => {
      if (!response.headers.has(protocolHeader)) return refuse<Failure>({ kind: 'offline' })
      return response.ok ? { ok: true, value: response } : refuse(await readFailure(response, now()))
    }),
  }
}

function requestOf({ method, body, bytes, credential }: Call): RequestInit {
  const headers: Record<string, string> = { [protocolHeader]: protocolName }
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

async function readJson<Body>(response: Response, now: number): Promise<Result<Body, Failure>> {
  if (!response.headers.has(protocolHeader)) return refuse({ kind: 'offline' })
  if (!response.ok) return refuse(await readFailure(response, now))
  if (response.status === 204) return { ok: true, value: {} as Body }
  const body: unknown = await response.json()
  return isOurs(body) ? { ok: true, value: body as Body } : refuse({ kind: 'offline' })
}

/** A captive portal answers anything with 200: only what names the protocol counts. */
const isOurs = (body: unknown): boolean =>
  typeof body === 'object' && body !== null && 'protocol' in body && body.protocol === protocolName

async function readFailure(response: Response, now: number): Promise<Failure> {
  const { status } = response
  const error = await readError(response)
  switch (status) {
    case 401: return { kind: 'notSignedIn' }
    case 409: return { kind: 'conflict', code: error?.code ?? 'conflict' }
    case 413: return { kind: 'tooLarge' }
    case 426: return { kind: 'updateNeeded' }
    default: break
  }
  if (status !== 429 && status < 500) return { kind: 'refused', status, code: error?.code ?? 'bad-request', ...(error?.issues ? { issues: error.issues } : {}) }
  const retryAfterMs = readRetryAfter(response.headers.get('retry-after'), now)
  return { kind: 'busy', status, ...(retryAfterMs === undefined ? {} : { retryAfterMs }) }
}

async function readError(response: Response): Promise<ErrorBody['error'] | undefined> {
  const body: unknown = await response.json().catch(() => undefined)
  return isOurs(body) ? (body as ErrorBody).error : undefined
}
