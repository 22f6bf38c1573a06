// First, since Dexie looks for it when it loads; phones then have places of their own.
import 'fake-indexeddb/auto'
import { IDBFactory, IDBKeyRange } from 'fake-indexeddb'
import type { StoredCommand } from '#local/outbox-database.ts'
import { createStorage, type DeviceStorage } from '#local/device-storage.ts'
import type { Where } from '#local/open-database.ts'
import { closeStorage, openStorage } from '#local/storage.ts'
import type { SyncParts } from '#local/sync-parts.ts'
import { createTransport } from '#local/transport.ts'
import type { NewCommand } from '#local/submit.ts'
import type { Page, PullAnswer } from '#protocol/messages.ts'
import type { TestInstallation } from '../server/make-installation.ts'

/** What may happen to one exchange. `loseReply` and `double`: the server has heard it; `slow`: its answer comes after later ones. */
export type Fault = 'loseRequest' | 'loseReply' | 'double' | 'captive' | 'cut' | 'slow'

export type Network = {
  isDown: boolean
  /** Befall the next exchanges, in this order; `undefined` lets one pass. */
  faults: (Fault | undefined)[]
  /** Rows per page of a pull, to have many pages of few rows. */
  pageRows?: number
  calls: { method: string, path: string }[]
  /** Looked in on before every exchange. */
  before?: () => Promise<void>
  /** The browser's one cookie. */
  cookie?: string
}

/** A real server behind a line that can break. */
export function makeNetwork(server: TestInstallation): { network: Network, fetch: typeof fetch } {
  const network: Network = { isDown: false, faults: [], calls: [] }
  const send = async (path: string, init: RequestInit) => {
    const { signal: _signal, ...parts } = init
    const headers = new Headers(init.headers)
    const takesCookies = init.credentials === 'same-origin'
    if (takesCookies && network.cookie) headers.set('cookie', network.cookie)
    const answer = await server.request(path, { ...parts, headers })
    const set = answer.headers.get('set-cookie')
    if (takesCookies && set) network.cookie = set.split(';')[0]!
    return cutPages(answer, path, network.pageRows)
  }
  async function fetchOverNetwork(input: RequestInfo | URL, init: RequestInit = {}): Promise<Response> {
    const path = String(input)
    network.calls.push({ method: init.method ?? 'GET', path })
    await network.before?.()
    if (network.isDown) throw new TypeError('Failed to fetch')
    switch (network.faults.shift()) {
      case 'loseRequest': throw new TypeError('Failed to fetch')
      case 'loseReply':
        await send(path, init)
        throw new TypeError('Failed to fetch')
      case 'double':
        await send(path, init)
        return send(path, init)
      case 'captive': return new Response('<html><body>Welcome to the hotel</body></html>', { headers: { 'content-type': 'text/html' } })
      case 'cut': {
        const answer = await send(path, init)
        return new Response((await answer.text()).slice(0, -20), answer)
      }
      case 'slow': {
        const answer = await send(path, init)
        await new Promise(resolve => setTimeout(resolve, 25))
        return answer
      }
      default: return send(path, init)
    }
  }
  return { network, fetch: fetchOverNetwork as typeof fetch }
}

async function cutPages(response: Response, path: string, pageRows: number | undefined): Promise<Response> {
  if (path !== '/api/sync/pull' || !response.ok || pageRows === undefined) return response
  const answer = await response.clone().json() as PullAnswer
  return new Response(JSON.stringify({ ...answer, pages: answer.pages.map(page => firstRows(page, pageRows)) }), response)
}

function firstRows(page: Page, rows: number): Page {
  const versions = [...page.puts, ...page.dels].map(row => row.version).sort((a, b) => a - b)
  const last = versions[rows - 1]
  if (last === undefined || versions.length === rows) return page
  const { hash: _hash, ...rest } = page
  return { ...rest, puts: page.puts.filter(put => put.version <= last), dels: page.dels.filter(del => del.version <= last), next: last, more: true }
}

export const newPlace = (): Where => ({ indexedDB: new IDBFactory(), IDBKeyRange })

/** The device's clock is of no account. */
let clock = Date.UTC(2026, 10, 1)
export const tick = () => ++clock

/** A phone with its own databases, as the app's own functions see it: there is one at a time. */
export async function switchOn(where = newPlace()): Promise<{ storage: DeviceStorage, where: Where }> {
  await closeStorage()
  return { storage: await openStorage(where), where }
}

/** A phone that only the synchronisation knows. */
export const makeStorage = (where = newPlace()): DeviceStorage => createStorage(where)

export const makeParts = (storage: DeviceStorage, fetch: typeof globalThis.fetch): SyncParts =>
  ({ storage, transport: createTransport({ fetch }), now: tick, languages: () => ['en'] })

export const need = (requestId: string, title = 'It does not drain'): NewCommand =>
  ({ name: 'submit', requestId, args: { path: 'full', title, text: 'Water stays in the drum', language: 'en', contact: { name: 'Ada' } } })
export const message = (requestId: string, text: string): NewCommand => ({ name: 'postMessage', requestId, args: { text } })

export const textOf = (command: Pick<StoredCommand, 'args'>) => ('text' in command.args ? command.args.text : undefined)
