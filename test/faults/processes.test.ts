import { randomUUID } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { WireCommand } from '#protocol/command.ts'
import { readEventStream } from '#local/read-event-stream.ts'
import { allJobs } from '#server/jobs/all-jobs.ts'
import { minuteMs } from '#server/jobs/job.ts'
import { Random } from '../random.ts'
import { type FreshDatabase, openFresh } from '../server/databases.ts'
import { type Device, makeDevice, needArgs } from '../server/device.ts'
import { type ServerProcess, startServerProcess } from './server-process.ts'

const seed = Number(process.env.SERVUS_SEED ?? Math.floor(Math.random() * 2 ** 31))

describe(`Three server processes on one PostgreSQL (seed ${seed})`, () => {
  const random = new Random(seed)
  let fresh: FreshDatabase
  let servers: ServerProcess[]
  let alive: ServerProcess[]
  beforeEach(async () => {
    fresh = await openFresh('postgres')
    await countTakenJobs()
    servers = await Promise.all([1, 2, 3].map(() => startServerProcess({ settings: { SERVUS_DATA: fresh.folder, SERVUS_DEMO: '0', DATABASE_URL: fresh.place.url! } })))
    alive = [...servers]
  })
  afterEach(async () => {
    for (const server of servers) await server.kill()
    await fresh.drop()
  })

  /** Has the database itself note who takes which job. */
  async function countTakenJobs() {
    const { db } = fresh.database
    await sql`create table taken_job (name text not null)`.execute(db)
    await sql`create function note_taken_job() returns trigger language plpgsql as $$ begin insert into taken_job values (new.name); return new; end $$`.execute(db)
    await sql`create trigger note_taken_job before update on job for each row when (new.lease is not null) execute function note_taken_job()`.execute(db)
  }
  const takenJobs = async () => (await sql<{ name: string }>`select name from taken_job order by name`.execute(fresh.database.db)).rows.map(row => row.name)

  /** A phone that is sent to any of the processes, as a balancer without memory would. */
  async function makeRoamer(epoch: string, twin?: Device): Promise<Device> {
    const device = makeDevice({ installation: { epoch }, request: (path, init) => fetch(random.pick(alive).url + path, init) }, twin)
    await device.hello()
    return device
  }

  /** Sends batches in their order, each until it is answered. */
  async function pushAll(device: Device, commands: readonly WireCommand[]): Promise<void> {
    for (let sent = 0; sent < commands.length;) {
      const answer = await device.push(...commands.slice(sent, sent + 4)).catch(() => undefined)
      if (answer?.status === 200) sent += answer.body.lines.length
      else await new Promise(resolve => setTimeout(resolve, 20))
    }
  }

  /** The first hint that says more than where things stood when the stream was opened. */
  async function nextHint(server: ServerProcess, device: Device, change: () => Promise<unknown>): Promise<unknown> {
    const ending = new AbortController()
    const { body } = await fetch(`${server.url}/api/sync/events`, { headers: device.headers, signal: ending.signal })
    let isOpen = false
    for await (const data of readEventStream(body!)) {
      const hint = data === undefined ? undefined : JSON.parse(data) as { scope: string, version: number }
      if (!isOpen) void change()
      isOpen = true
      if (hint?.scope !== device.scope || hint.version <= 1) continue
      ending.abort()
      return hint
    }
    return undefined
  }

  it('[S24] [S29] [S123] devices without a process of their own lose and double nothing when one dies, hints cross, and each job is run once', async () => {
    const epochs = await Promise.all(servers.map(async ({ url }) => (await (await fetch(`${url}/api/content/head`)).json() as { epoch: string }).epoch))
    expect(new Set(epochs).size).toBe(1)
    const daily = allJobs.filter(job => job.everyMs >= 10 * minuteMs).map(job => job.name).toSorted()
    await expect.poll(async () => (await takenJobs()).filter(name => daily.includes(name)), { timeout: 20_000 }).toEqual(daily)

    const first = await makeRoamer(epochs[0]!)
    const requestId = randomUUID()
    const opening = first.command('submit', { requestId, args: needArgs() })
    expect(await nextHint(servers[0]!, first, () => fetch(`${servers[2]!.url}/api/sync/push`, {
      method: 'POST', headers: { ...first.headers, 'content-type': 'application/json' }, body: JSON.stringify({ sender: first.sender, epoch: epochs[0], commands: [opening] }),
    }))).toMatchObject({ scope: first.scope })

    // Three phones of one person on one request, and others beside them.
    const devices = [first, await makeRoamer(epochs[0]!, first), await makeRoamer(epochs[0]!, first), await makeRoamer(epochs[0]!), await makeRoamer(epochs[0]!)]
    const sent = devices.map((device, index) => {
      const own = index < 3 ? requestId : randomUUID()
      const begun = index < 3 ? [] : [device.command('submit', { requestId: own, args: needArgs() })]
      return [...begun, ...Array.from({ length: 25 }, (_, number) => device.command('postMessage', { requestId: own, args: { text: `${index} ${number}` } }))]
    })
    const pushing = Promise.all(devices.map((device, index) => pushAll(device, sent[index]!)))
    await new Promise(resolve => setTimeout(resolve, random.int(50, 250)))
    alive = alive.filter(server => server !== servers[1])
    await servers[1]!.kill()
    await pushing

    const events = await fresh.database.db.selectFrom('event').select(['account_id', 'request_id', 'number', 'mid']).orderBy('account_id').orderBy('request_id').orderBy('number').execute()
    const midsOf = new Map(devices.map((device, index) => [device, [...(index === 0 ? [opening] : []), ...sent[index]!].map(command => command.mid)]))
    expect(events.map(event => event.mid).toSorted(), 'each once').toEqual([...midsOf.values()].flat().toSorted())
    for (const [device, mids] of midsOf) {
      expect(events.map(event => event.mid).filter(mid => mids.includes(mid)), 'in the order of their sender').toEqual(mids)
      const { lastSeq, results } = await device.pull()
      expect([lastSeq, results.map(result => [result.mid, result.result.kind])]).toEqual([mids.length, mids.map(mid => [mid, 'applied'])])
      const numbers = (await device.pullAll()).puts.filter(put => put.kind === 'event').map(put => (put.body as { number: number }).number)
      expect(numbers, 'nobody\'s feed has a gap').toEqual(numbers.map((_, index) => index + 1))
    }
    expect(alive.flatMap(server => server.log().split('\n').filter(line => line.includes('"error"')))).toEqual([])
  }, 240_000)
})

describe('A server process on an embedded database', () => {
  let folder: string
  let server: ServerProcess
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'servus-processes-'))
    server = await start()
  })
  afterEach(async () => {
    await server.kill()
    rmSync(folder, { recursive: true, force: true })
  })
  const start = (port?: number) =>
    startServerProcess({ settings: { SERVUS_DATA: folder, SERVUS_DEMO: '0', SERVUS_TRUSTED_PROXIES: '1' }, ...(port ? { port } : {}) })
  /** A phone in a network of its own. */
  async function meet(number: number) {
    const { epoch } = await (await fetch(`${server.url}/api/content/head`)).json() as { epoch: string }
    const device = makeDevice({ installation: { epoch }, request: (path, init) => fetch(server.url + path, { ...init, headers: { ...init?.headers, 'x-forwarded-for': `10.1.${number}.1` } }) })
    await device.hello()
    return device
  }
  /** Processor time so far, in seconds: what a start costs, however busy the machine is. */
  const cpuOf = (pid: number) => {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]!.split(' ')
    return (Number(fields[11]) + Number(fields[12])) / 100
  }

  it('fault 20, 29, 34: is the only one; killed, it is up within 2 s of work, and many devices that come back at once are all served', async () => {
    await expect(start()).rejects.toThrow(/in use by another Servus process \(number \d+\)[^]*SERVUS_DATA/)
    const devices = await Promise.all(Array.from({ length: 60 }, (_, number) => meet(number)))
    const opening = await Promise.all(devices.map(device => device.push(device.command('submit', { requestId: randomUUID(), args: needArgs() }))))
    expect(new Set(opening.map(({ body }) => body.lines[0]?.status)), 'the first goes on').toEqual(new Set(['done']))
    await server.kill()
    server = await start(Number(new URL(server.url).port))
    expect(cpuOf(server.pid!)).toBeLessThan(2)
    const ending = new AbortController()
    const outcomes = await Promise.all(devices.map(async device => {
      const stream = await fetch(`${server.url}/api/sync/events`, { headers: device.headers, signal: ending.signal })
      const [hello, pushed] = await Promise.all([device.hello(), device.push(device.command('void'))])
      const { puts } = await device.pullAll()
      return [stream.status, hello.status, pushed.status, puts.filter(put => put.kind === 'event').length]
    }))
    ending.abort()
    expect(outcomes.filter(outcome => String(outcome) !== '200,200,200,1')).toEqual([])
  }, 240_000)
})
