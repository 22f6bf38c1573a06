// The device's own code in a real browser, measured. Bundled by sync.bench.mjs.
import { Dexie } from 'dexie'
import { readerScope } from '#protocol/scopes.ts'
import { flushReader } from '#local/flush.ts'
import type { Reader } from '#local/device-database.ts'
import { pullReader } from '#local/pull.ts'
import { pullContent } from '#local/pull-content.ts'
import { projectedRequest, projectedRequests } from '#local/requests.ts'
import { openStorage } from '#local/storage.ts'
import { submit } from '#local/submit.ts'
import type { SyncParts } from '#local/sync-parts.ts'
import { createTransport } from '#local/transport.ts'

type Person = { account: string, member: string, secret: string }
export type Timing = { ms: number, longest: number, longTasks: number }

/** `longest`: the longest time for which the page could do nothing else; `longTasks`: how many the browser itself counted, over 50 ms. */
async function measure(task: () => Promise<unknown>): Promise<Timing> {
  let longTasks = 0
  const observer = new PerformanceObserver(list => { longTasks += list.getEntries().length })
  observer.observe({ type: 'longtask' })
  let longest = 0
  let last = performance.now()
  const beat = () => {
    const now = performance.now()
    longest = Math.max(longest, now - last)
    last = now
  }
  const channel = new MessageChannel()
  let isOver = false
  // Timers are held back when nested; messages are not.
  channel.port1.onmessage = () => {
    beat()
    if (!isOver) setTimeout(() => channel.port2.postMessage(0), 2)
  }
  channel.port2.postMessage(0)
  const start = performance.now()
  await task()
  const ms = performance.now() - start
  isOver = true
  await new Promise(resolve => setTimeout(resolve, 60))
  observer.disconnect()
  channel.port1.close()
  return { ms, longest, longTasks }
}

const must = <Value>(answer: { ok: true, value: Value } | { ok: false, refusal: unknown }): Value => {
  if (!answer.ok) throw new Error(JSON.stringify(answer.refusal))
  return answer.value
}

const partsOf = async (): Promise<SyncParts> => ({ storage: await openStorage(), transport: createTransport(), now: Date.now, languages: () => ['en'] })

async function become({ account, member, secret }: Person): Promise<Reader> {
  const { device } = await openStorage()
  const reader: Reader = { id: member, account, kind: 'guest', secret, createdAt: Date.now() }
  await device.readers.put(reader)
  await device.settings.put({ key: 'current', value: member })
  return reader
}

const bench = {
  /** First load of a reader's scope, then the same rows by one plain bulkPut into a new database. */
  async firstLoad(person: Person) {
    const parts = await partsOf()
    const reader = await become(person)
    const load = await measure(async () => must(await pullReader(parts, reader)))
    const base = parts.storage.baseOf(reader.id)
    const rows = await base.rows.toArray()
    const { differsSince } = (await base.feeds.get(readerScope(reader.id))) ?? {}
    if (differsSince !== undefined) throw new Error('The content hash differs')
    return { load, floor: await bench.floor(rows), rows: rows.length }
  },
  async floor(rows: object[]) {
    const name = `floor-${Math.random()}`
    const plain = new Dexie(name)
    plain.version(1).stores({ rows: '[scope+fill+kind+key]' })
    await plain.open()
    const timing = await measure(() => plain.table('rows').bulkPut(rows))
    plain.close()
    await Dexie.delete(name)
    return timing
  },
  async content() {
    const parts = await partsOf()
    return measure(async () => must(await pullContent(parts)))
  },
  /** What the first screen reads; in a page that has opened nothing yet. */
  async warmOpen() {
    let requests = 0
    let id = ''
    const list = await measure(async () => {
      const found = await projectedRequests({ isOpen: true })
      requests = found.length
      id = found[0]?.request.id ?? ''
    })
    return { list, again: await measure(() => projectedRequests({ isOpen: true })), one: await measure(() => projectedRequest(id)), requests }
  },
  async writes(person: Person, count: number) {
    const parts = await partsOf()
    const reader = await become(person)
    const perRequest = 20
    let requestId = ''
    const durable = await measure(async () => {
      for (let index = 0; index < count; index++) {
        if (index % perRequest === 0) {
          requestId = crypto.randomUUID()
          await submit({ name: 'submit', requestId, args: { path: 'full', title: 'It does not drain', text: 'Water stays in the drum', language: 'en', contact: { name: 'Ada' } } })
        } else await submit({ name: 'postMessage', requestId, args: { text: `Message ${index}` } })
      }
    })
    const shown = await measure(() => projectedRequests())
    const sent = await measure(async () => must(await flushReader(parts, reader)))
    const arrived = await measure(async () => must(await pullReader(parts, reader)))
    return { durable, shown, sent, arrived }
  },
  async pullChange(person: Person) {
    const parts = await partsOf()
    const reader = await become(person)
    return measure(async () => must(await pullReader(parts, reader)))
  },
}

declare global { interface Window { bench: typeof bench } }
window.bench = bench
