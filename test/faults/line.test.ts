import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { RequestEvent } from '#domain/request/event.ts'
import { ensureCurrent } from '#local/readers.ts'
import { readReader } from '#local/read-reader.ts'
import { store } from '#local/submit.ts'
import { syncOnce } from '#local/sync-once.ts'
import { loadConfig } from '#server/config.ts'
import { makeLog } from '#server/log.ts'
import { type RunningServer, startServer } from '#server/server.ts'
import { makeParts, makeStorage, message, need, tick } from '../local/phone.ts'
import { Random } from '../random.ts'
import { type FaultProxy, lineFaults, startFaultProxy } from './fault-proxy.ts'
import { freePort } from '../free-port.ts'

/** The long run is for test:full; the seed may be given to have a run again. */
const isLong = process.env.SERVUS_LONG === '1'
const commandsInAll = isLong ? 50_000 : 400
const devices = isLong ? 16 : 5
const seed = Number(process.env.SERVUS_SEED ?? Math.floor(Math.random() * 2 ** 31))

/** A phone on a bad line: what its owner wrote, in order. */
type Writer = { storage: ReturnType<typeof makeStorage>, parts: ReturnType<typeof makeParts>, requests: string[], saved: string[] }

describe(`Real HTTP over a line that breaks (seed ${seed})`, () => {
  let folder: string
  let server: RunningServer
  let proxy: FaultProxy
  const random = new Random(seed)
  const complaints: string[] = []

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'servus-line-'))
    const config = loadConfig({ PORT: String(await freePort()), SERVUS_DATA: folder, SERVUS_DIST: join(folder, 'none'), SERVUS_TRUSTED_PROXIES: '1', SERVUS_DEMO: '0' }, process.cwd())
    server = await startServer(config, makeLog(line => { complaints.push(line) }))
    proxy = await startFaultProxy(`http://127.0.0.1:${config.port}`, random)
  })
  afterAll(async () => {
    await proxy.close()
    await server.stop()
    rmSync(folder, { recursive: true, force: true })
  })

  function makeWriter(number: number): Writer {
    const storage = makeStorage()
    const over: typeof fetch = (input, init) => fetch(`${proxy.url}${String(input)}`, { ...init, headers: { ...init!.headers as Record<string, string>, 'x-device': String(number) } })
    return { storage, parts: makeParts(storage, over), requests: [], saved: [] }
  }

  async function write(writer: Writer): Promise<void> {
    const isNew = writer.requests.length === 0 || random.chance(3)
    const id = isNew ? crypto.randomUUID() : random.pick(writer.requests)
    const command = await store(writer.storage, isNew ? need(id) : message(id, `Words ${writer.saved.length}`), tick())
    if (isNew) writer.requests.push(id)
    writer.saved.push(command.mid)
  }

  /** Until a round is good, as the schedule would, but without its pauses. */
  async function syncUntilDone(writer: Writer): Promise<void> {
    for (let tries = 0; tries < 2_000; tries++) {
      if ((await syncOnce(writer.parts)).kind === 'done') return
    }
    throw new Error('the line is whole and yet nothing goes through')
  }

  async function runWriter(writer: Writer, share: number): Promise<void> {
    while (writer.saved.length < share) {
      const more = Math.min(random.int(1, 30), share - writer.saved.length)
      for (let index = 0; index < more; index++) await write(writer)
      // Two tabs of one phone at once, now and then.
      await (random.chance(20) ? Promise.all([syncOnce(writer.parts), syncOnce(writer.parts)]) : syncOnce(writer.parts))
    }
  }

  it('faults 1, 2, 3, 4, 5, 13 and 22: loses nothing and doubles nothing of many commands', async () => {
    const writers = Array.from({ length: devices }, (_, number) => makeWriter(number + 1))
    proxy.percent = 35
    await Promise.all(writers.map(writer => runWriter(writer, Math.floor(commandsInAll / devices))))
    proxy.percent = 0
    for (const writer of writers) await syncUntilDone(writer)

    const { db } = server.installation
    for (const { storage, saved, requests } of writers) {
      const reader = await ensureCurrent(storage, tick())
      const rows = await db.selectFrom('event').select(['mid', 'request_id', 'number', 'body'])
        .where('account_id', '=', reader.account).orderBy('request_id').orderBy('number').execute()
      expect(rows.map(row => row.mid).toSorted(), 'each saved command has taken effect, once').toEqual(saved.toSorted())
      for (const requestId of requests) {
        const events = rows.filter(row => row.request_id === requestId)
        const order = events.map(event => saved.indexOf(event.mid))
        expect(order, 'in the order in which they were written').toEqual(order.toSorted((a, b) => a - b))
        const [shown] = await readReader(storage, reader, tick(), { only: requestId })
        expect(shown?.pending).toBeUndefined()
        expect(shown?.events.map(({ pending: _pending, ...event }) => event)).toEqual(events.map(event => JSON.parse(event.body) as RequestEvent))
      }
    }
    for (const fault of lineFaults) expect(proxy.counts[fault], `${fault} has happened`).toBeGreaterThan(0)
    expect(complaints.filter(line => line.includes('"error"'))).toEqual([])
  }, isLong ? 3_600_000 : 90_000)
})
