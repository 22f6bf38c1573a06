import { protocolHeader, protocolName } from '#protocol/version.ts'
import type { PullAnswer } from '#protocol/messages.ts'
import { cutPages } from './cut-pages.ts'
import type { Random } from './platform/random.ts'
import type { VirtualTime } from './platform/virtual-time.ts'
import type { SimServer } from './server.ts'

/**
 * What may happen to one exchange. `late`: the request reaches the server long after its sender gave up. `slow`: the answer comes after
 * later ones. `double`: the server hears it twice, the second time later.
 * `dropRow`: a page comes without one of its rows, as a fault of the server would have it. A number is a status that something on the way answers.
 */
export type Fault = 'none' | 'loseRequest' | 'loseReply' | 'late' | 'slow' | 'double' | 'cut' | 'html' | 'dropRow' | 401 | 409 | 413 | 426 | 429 | 500 | 503
export const faultKinds: readonly Fault[] = ['none', 'loseRequest', 'loseReply', 'late', 'slow', 'double', 'cut', 'html', 'dropRow', 401, 409, 413, 426, 429, 500, 503]

/** An exchange as it was: what was asked, and what came back to the device, if anything did. */
export type Exchange = { device: number, path: string, fault: Fault, body: unknown, status?: number, answer?: unknown }

/** The line of one device, shared by its tabs, with the browser's one cookie. */
export type Line = {
  isDown: boolean
  /** Befall the next exchanges, in this order. */
  faults: Fault[]
  /** Paths that fail each time, however often they are tried. */
  broken: string[]
  /** Rows per page of a pull, to have many pages of few rows. */
  pageRows?: number
  cookie?: string
  /** A row was dropped on the way: the device has to notice. */
  hasLostRow?: boolean
  /** How much the server had committed when a pull was last answered. */
  pulledAt?: number
}

export const newLine = (): Line => ({ isDown: false, faults: [], broken: [] })

type Around = { time: VirtualTime, server: () => SimServer, random: Random, line: Line, device: number, seen: (exchange: Exchange) => void, sent: (path: string, body: unknown) => number }

const codes: Partial<Record<number, string>> = { 401: 'not-signed-in', 409: 'gap', 413: 'too-large', 426: 'update-needed', 429: 'too-many', 500: 'server-failed', 503: 'busy' }

/** What our own server, or a proxy before it, would say with this status. */
function refusalOf(status: number, random: Random): Response {
  const waits = ['1', '30', '', '999999999', 'Wed, 25 Nov 2026 10:00:00 GMT']
  const retryAfter = status === 429 || status === 503 ? random.pick(waits) : ''
  const headers = { 'content-type': 'application/json', ...(retryAfter ? { 'retry-after': retryAfter } : {}) }
  if (status >= 500 && random.chance(0.5)) return new Response('<h1>Bad gateway</h1>', { status, headers: { 'content-type': 'text/html' } })
  return new Response(JSON.stringify({ protocol: protocolName, error: { code: codes[status] } }), { status, headers: { ...headers, [protocolHeader]: protocolName } })
}

/** So many calls in one step, and somebody asks without end. */
export const mostCalls = 1_500

const unreachable = () => new TypeError('Failed to fetch')

async function dropRow(response: Response, path: string, line: Line): Promise<Response> {
  if (path !== '/api/sync/pull' || !response.ok) return response
  const answer = await response.clone().json() as PullAnswer
  const page = answer.pages[0]
  if (!page || page.more || page.puts.length === 0) return response
  line.hasLostRow = true
  return new Response(JSON.stringify({ ...answer, pages: [{ ...page, puts: page.puts.slice(1) }] }), response)
}

/** `fetch` of one tab: every exchange takes time, and its fault may befall it. */
export function fetchOver({ time, server, random, line, device, seen, sent }: Around): typeof fetch {
  const wait = (ms: number) => new Promise<void>(resolve => { time.setTimeout(resolve, ms) })

  async function reach(path: string, init: RequestInit): Promise<Response> {
    const { signal: _signal, ...parts } = init
    const headers = new Headers(init.headers)
    const takesCookies = init.credentials === 'same-origin'
    if (takesCookies && line.cookie) headers.set('cookie', line.cookie)
    const answer = await server().request(path, { ...parts, headers })
    if (!answer) throw unreachable()
    if (path === '/api/sync/pull') line.pulledAt = server().commits()
    const set = answer.headers.get('set-cookie')
    if (takesCookies && set) line.cookie = set.split(';')[0]!
    return cutPages(answer, path, line.pageRows)
  }

  async function exchange(path: string, init: RequestInit, fault: Fault): Promise<Response> {
    await wait(2 + random.below(60))
    if (line.isDown || fault === 'loseRequest' || line.broken.some(start => path.startsWith(start))) throw unreachable()
    if (typeof fault === 'number') return refusalOf(fault, random)
    if (fault === 'html') return new Response('<html><body>Welcome to the hotel</body></html>', { headers: { 'content-type': 'text/html' } })
    if (fault === 'late') await wait(20_000 + random.below(60_000))
    if (fault === 'double') void wait(random.below(3_000)).then(() => reach(path, init)).catch(() => {})
    const whole = await reach(path, init)
    const answer = fault === 'dropRow' && !line.hasLostRow ? await dropRow(whole, path, line) : whole
    if (fault === 'loseReply') throw unreachable()
    await wait(fault === 'slow' ? random.below(25_000) : 2 + random.below(60))
    if (fault !== 'cut') return answer
    const text = await answer.text()
    return new Response(text.slice(0, random.below(Math.max(1, text.length - 1))), answer)
  }

  async function fetchOverLine(input: RequestInfo | URL, init: RequestInit = {}): Promise<Response> {
    const path = String(input)
    const fault = line.faults.shift() ?? 'none'
    const record: Exchange = { device, path, fault, body: typeof init.body === 'string' ? JSON.parse(init.body) as unknown : undefined }
    if (sent(path, record.body) > mostCalls) throw unreachable()
    const aborted = new Promise<never>((_resolve, reject) => {
      init.signal?.addEventListener('abort', () => reject(new DOMException('aborted', 'AbortError')), { once: true })
    })
    const answer = await Promise.race([exchange(path, init, fault), aborted])
    const hasText = !path.startsWith('/api/files') && answer.body !== null
    const text = hasText ? await answer.text() : ''
    seen({ ...record, status: answer.status, ...(answer.headers.has(protocolHeader) && text.endsWith('}') ? { answer: JSON.parse(text) as unknown } : {}) })
    return hasText ? new Response(text, answer) : answer
  }
  return fetchOverLine as typeof fetch
}

export const isPull = (exchange: Exchange): exchange is Exchange & { answer: PullAnswer } =>
  exchange.path === '/api/sync/pull' && exchange.status === 200 && exchange.answer !== undefined
