import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { DeviceStorage } from '#local/device-storage.ts'
import { currentReader } from '#local/device.ts'
import { flushReader } from '#local/flush.ts'
import { pullPage, pullReader } from '#local/pull.ts'
import type { ProjectedRequest } from '#local/requests.ts'
import { projectedRequest, projectedRequests } from '#local/requests.ts'
import { newRequestId, submit } from '#local/submit.ts'
import { readReader } from '#local/read-reader.ts'
import { readerScope } from '#protocol/scopes.ts'
import { makeInstallation, type TestInstallation } from '../server/make-installation.ts'
import { makeNetwork, makeParts, makeStorage, message, need, switchOn, tick, type Fault } from './phone.ts'

type Step =
  | { do: 'begin' | 'write' | 'cancel' | 'staffWrites' | 'staffTakes' | 'restart' }
  | { do: 'flush' | 'pullOnePage' | 'pull' | 'pullTwice' | 'flushTwice' | 'flushAndPull', fault: Fault | undefined }

const quiet = fc.constantFrom<Step>({ do: 'begin' }, { do: 'write' }, { do: 'write' }, { do: 'cancel' }, { do: 'staffWrites' }, { do: 'staffTakes' }, { do: 'restart' })
const exchange = fc.record({
  do: fc.constantFrom('flush' as const, 'pullOnePage' as const, 'pullOnePage' as const, 'pull' as const, 'pullTwice' as const, 'flushTwice' as const, 'flushAndPull' as const),
  fault: fc.constantFrom<(Fault | undefined)[]>(undefined, undefined, 'loseRequest', 'loseReply', 'double', 'captive', 'cut', 'slow', 'slow'),
})
const steps = fc.array(fc.oneof(quiet, exchange), { minLength: 4, maxLength: 22 })

let server: TestInstallation
let desk: Record<string, string>
beforeAll(async () => {
  server = await makeInstallation('sqlite')
  desk = (await server.hireStaff('Rita', ['reception', 'executor', 'support', 'manager'])).headers
})
afterAll(() => server.stop())

/** Everything of theirs that the person can see: in a thread, waiting in its place, or set aside for them. */
const shownMids = (requests: readonly ProjectedRequest[]) => new Set(requests.flatMap(({ events, stuck, attention }) =>
  [...events.map(event => event.mid), ...stuck.map(item => item.command.mid), ...attention.map(item => item.command.mid)]))

async function readAll(): Promise<ProjectedRequest[]> {
  const listed = await projectedRequests()
  return Promise.all(listed.map(async ({ request }) => (await projectedRequest(request.id))!))
}

async function runModel(plan: readonly Step[], pageRows: number) {
  let { storage, where } = await switchOn()
  const { network, fetch } = makeNetwork(server)
  network.pageRows = pageRows
  const saved: string[] = []
  const begun: string[] = []
  const save = async (...parts: Parameters<typeof submit>) => { saved.push((await submit(...parts)).mid) }
  await save(need(newRequestId(tick())), tick())
  begun.push((await projectedRequests())[0]!.request.id)
  const reader = (await currentReader())!
  const staff = (requestId: string, name: string, args: object) => server.request('/api/desk/commands', {
    method: 'POST', headers: { ...desk, 'content-type': 'application/json' }, body: JSON.stringify({ mid: randomUUID(), requestId, name, args }),
  })

  async function take(step: Step) {
    const parts = makeParts(storage, fetch)
    const last = begun.at(-1)!
    if ('fault' in step && step.fault) network.faults = [step.fault]
    switch (step.do) {
      case 'begin':
        begun.push(newRequestId(tick()))
        return save(need(begun.at(-1)!), tick())
      case 'write': return save(message(begun[saved.length % begun.length]!, `message ${saved.length}`), tick())
      case 'cancel': return save({ name: 'cancel', requestId: last, args: { reason: 'It works again' } }, tick())
      case 'staffWrites': return staff(last, 'postMessage', { text: 'We are on our way' })
      case 'staffTakes': return staff(last, 'take', {})
      case 'restart':
        storage = (await switchOn(where)).storage
        return
      case 'flush': return flushReader(parts, reader)
      case 'pullTwice': return Promise.all([pullReader(parts, reader), pullReader(parts, reader)])
      case 'flushTwice': return Promise.all([flushReader(parts, reader), flushReader(parts, reader)])
      case 'pullOnePage': return pullPage(parts, reader)
      case 'pull': return pullReader(parts, reader)
      case 'flushAndPull': return Promise.all([flushReader(parts, reader), pullReader(parts, reader)])
      default: return step satisfies never
    }
  }

  let reached = 0
  async function look(what: string) {
    const expected = [...saved]
    const shown = shownMids(await readAll())
    expect(expected.filter(mid => !shown.has(mid)), `vanished during ${what}`).toEqual([])
    const atLeast = reached
    const { cursor = 0 } = await storage.baseOf(reader.id).feeds.get(readerScope(reader.id)) ?? {}
    expect(cursor, `the cursor went back during ${what}`).toBeGreaterThanOrEqual(atLeast)
    reached = Math.max(reached, cursor)
  }

  /** Looks again and again while something happens, and whenever something is about to be sent. */
  async function watch(task: () => Promise<unknown>, what: string) {
    let isDone = false
    let trouble: unknown
    network.before = () => look(what).catch((failure: unknown) => { trouble = failure })
    const end = task().finally(() => { isDone = true })
    do await look(what)
    while (!isDone)
    await end
    if (trouble) throw trouble
  }

  for (const step of plan) await (step.do === 'restart' ? take(step) : watch(async () => take(step), step.do))
  network.faults = []
  const parts = makeParts(storage, fetch)
  await watch(() => flushReader(parts, reader).then(() => pullReader(parts, reader)), 'the end')
  delete network.before
  return { storage, reader, saved, fetch }
}

const plain = (requests: readonly ProjectedRequest[]) =>
  requests.map(({ request, events }) => ({ request, events })).toSorted((a, b) => (a.request.id < b.request.id ? -1 : 1))

const readEach = async (storage: DeviceStorage, reader: Parameters<typeof readReader>[1]) => {
  const listed = await readReader(storage, reader, tick())
  return (await Promise.all(listed.map(({ request }) => readReader(storage, reader, tick(), { only: request.id })))).flat()
}

describe('What somebody has saved', () => {
  it('[S29] [S94] is never missing between saving and arrival, however answers, pages, losses and restarts interleave; after quiet all agree with the server', async () => {
    await fc.assert(fc.asyncProperty(steps, fc.integer({ min: 1, max: 4 }), async (plan, pageRows) => {
      server.clock.now += 60_000
      const { storage, reader, saved, fetch } = await runModel(plan, pageRows)
      const outbox = storage.outboxOf(reader.id)
      expect(await outbox.commands.where('state').anyOf('queued', 'applied').count()).toBe(0)
      const results = new Map((await outbox.results.toArray()).map(row => [row.mid, row.result.kind]))
      const rows = await server.installation.db.selectFrom('event').select('mid').where('account_id', '=', reader.account).execute()
      for (const mid of saved) expect(rows.filter(row => row.mid === mid).length, results.get(mid)).toBe(results.get(mid) === 'applied' ? 1 : 0)
      const here = await readEach(storage, reader)
      expect(here.every(request => request.pending === undefined)).toBe(true)
      const second = makeStorage()
      await pullReader(makeParts(second, fetch), reader)
      expect(plain(await readEach(second, reader))).toEqual(plain(here))
      const folds = await server.installation.db.selectFrom('request').select('body').where('account_id', '=', reader.account).execute()
      expect(plain(here).map(({ request }) => request)).toEqual(folds.map(row => JSON.parse(row.body)).toSorted((a, b) => (a.id < b.id ? -1 : 1)))
      second.close()
    }), { numRuns: 40, seed: 20_261_122, endOnFailure: false })
  }, 240_000)
})
