import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { WireCommand } from '#protocol/command.ts'
import { root } from '../architecture/source-files.ts'
import { freePort } from '../free-port.ts'
import { Random } from '../random.ts'
import { makeDevice, needArgs, type Device } from '../server/device.ts'
import { type ServerProcess, startServerProcess } from './server-process.ts'

const isLong = process.env.SERVUS_LONG === '1'
const seed = Number(process.env.SERVUS_SEED ?? Math.floor(Math.random() * 2 ** 31))
const batch = 12

describe(`A server that is killed (seed ${seed})`, () => {
  let folder: string
  let port: number
  let server: ServerProcess
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'servus-kill-'))
    port = await freePort()
  })
  afterEach(async () => {
    await server.kill()
    rmSync(folder, { recursive: true, force: true })
  })

  const start = async (killAt?: string) => {
    server = await startServerProcess({
      port, settings: { SERVUS_DATA: folder, SERVUS_DEMO: '0', ...(killAt ? { KILL_AT: killAt } : {}) },
      nodeArguments: killAt ? ['--import', join(root, 'test/faults/kill-at-commit.mjs')] : [],
    })
    return server
  }

  async function meet(): Promise<Device> {
    const { epoch } = await (await fetch(`${server.url}/api/content/head`)).json() as { epoch: string }
    const device = makeDevice({ installation: { epoch }, request: (path, init) => fetch(`http://127.0.0.1:${port}${path}`, init) })
    await device.hello()
    return device
  }

  const arm = async () => {
    server.signal('SIGUSR2')
    while (!server.log().includes('armed')) await new Promise(resolve => setTimeout(resolve, 5))
  }

  function makeBatch(device: Device): WireCommand[] {
    const requestId = randomUUID()
    return Array.from({ length: batch }, (_, index) =>
      index === 0 ? device.command('submit', { requestId, args: needArgs() }) : device.command('postMessage', { requestId, args: { text: `Words ${index}` } }))
  }

  /** After a kill: what was done is a beginning of what was sent, and what was done counts when all is sent again. */
  async function expectPrefixThenWhole(device: Device, commands: readonly WireCommand[]) {
    const midsOf = async () => (await device.pullAll()).puts.filter(put => put.kind === 'event')
      .map(put => put.body as { mid: string, number: number }).sort((a, b) => a.number - b.number).map(event => event.mid)
    const sent = commands.map(command => command.mid)
    const done = await midsOf()
    expect(done, 'a prefix is done').toEqual(sent.slice(0, done.length))
    const { results, lastSeq } = await device.pull()
    expect([lastSeq, results.map(result => result.mid)], 'results agree with the effects').toEqual([done.length, done])
    const again = await device.push(...commands)
    expect(again.body.lines.map(line => line.status)).toEqual(commands.map((_, index) => (index < done.length ? 'already' : 'done')))
    expect(await midsOf()).toEqual(sent)
    return done.length
  }

  const points = ['before', 'after'].flatMap(side => (isLong ? Array.from({ length: batch }, (_, index) => index + 1) : [4]).map(count => `${side}:${count}`))

  it.each(points)('[S25] fault 24: killed %s of the commits of a batch, has done a beginning of it and goes on', async point => {
    await start(point)
    const device = await meet()
    const commands = makeBatch(device)
    await arm()
    const answer = await device.push(...commands).then(() => 'answered', () => 'cut off')
    const { signal } = await server.ended
    expect([answer, signal]).toEqual(['cut off', 'SIGKILL'])
    await start()
    await expectPrefixThenWhole(device, commands)
  })

  it(`fault 24: killed at any moment, ${isLong ? 1_000 : 3} times, loses nothing that was answered and doubles nothing`, async () => {
    const random = new Random(seed)
    await start()
    const device = await meet()
    const midsAnswered: string[] = []
    let unanswered: WireCommand[] = []
    for (let round = 0; round < (isLong ? 1_000 : 3); round++) {
      const dies = new Promise<void>(resolve => { setTimeout(() => { void server.kill().then(resolve) }, random.int(1, 120)) })
      for (let isUp = true; isUp;) {
        const commands = unanswered.length > 0 ? unanswered : makeBatch(device)
        unanswered = commands
        isUp = await device.push(...commands).then(answer => {
          expect(answer.status).toBe(200)
          midsAnswered.push(...commands.map(command => command.mid))
          unanswered = []
          return true
        }, () => false)
      }
      await dies
      await start()
    }
    const kept = (await device.pullAll()).puts.filter(put => put.kind === 'event').map(put => (put.body as { mid: string }).mid)
    expect(new Set(kept).size, 'nothing is doubled').toBe(kept.length)
    expect(midsAnswered.filter(mid => !kept.includes(mid)), 'nothing that was answered is lost').toEqual([])
    const maybe = new Set([...midsAnswered, ...unanswered.map(command => command.mid)])
    expect(kept.filter(mid => !maybe.has(mid))).toEqual([])
  }, isLong ? 3_600_000 : 60_000)

  it('fault 34: refuses one huge request before it is kept, and goes on; killed, it is up again with what it had', async () => {
    await start()
    const device = await meet()
    await device.push(...makeBatch(device))
    const huge = new ReadableStream({
      pull(controller) { controller.enqueue(new Uint8Array(1024 * 1024)) },
    })
    const answer = await fetch(`${server.url}/api/sync/push`, {
      method: 'POST', body: huge, duplex: 'half', headers: { ...device.headers, 'content-type': 'application/json' },
    } as RequestInit).then(response => response.status, () => 'cut off')
    expect([413, 'cut off']).toContain(answer)
    await server.kill()
    await start()
    expect((await device.pullAll()).puts.filter(put => put.kind === 'event')).toHaveLength(batch)
  })
})
