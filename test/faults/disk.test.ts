import { spawnSync } from 'node:child_process'
import { randomBytes, randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import type { WireCommand } from '#protocol/command.ts'
import { freePort } from '../free-port.ts'
import { makeDevice, needArgs, type Device } from '../server/device.ts'
import { type ServerProcess, startServerProcess } from './server-process.ts'

/** A disk of a few megabytes in memory; undefined where this machine lets nobody mount one. */
function mountSmallDisk(): { folder: string, remove: () => void } | undefined {
  const folder = mkdtempSync(join(tmpdir(), 'servus-disk-'))
  const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=6m', 'tmpfs', folder])
  const remove = () => {
    spawnSync('umount', [folder])
    rmSync(folder, { recursive: true, force: true })
  }
  if (mounted.status === 0) return { folder, remove }
  rmSync(folder, { recursive: true, force: true })
  return undefined
}

const disk = mountSmallDisk()
disk?.remove()
const hasFailingWrites = spawnSync('fiu-run', ['-h']).error === undefined

let server: ServerProcess | undefined
let port: number
afterEach(() => server?.kill())

async function start(folder: string, wrapper: readonly string[] = []) {
  port = await freePort()
  server = await startServerProcess({ port, settings: { SERVUS_DATA: folder, SERVUS_DEMO: '0' }, wrapper })
  return server
}

async function meet(): Promise<Device> {
  const { epoch } = await (await fetch(`http://127.0.0.1:${port}/api/content/head`)).json() as { epoch: string }
  const device = makeDevice({ installation: { epoch }, request: (path, init) => fetch(`http://127.0.0.1:${port}${path}`, init) })
  await device.hello()
  return device
}

const longWords = (device: Device, requestId: string) => device.command('postMessage', { requestId, args: { text: randomBytes(2_500).toString('hex') } })
const midsOn = async (device: Device) => (await device.pullAll()).puts.filter(put => put.kind === 'event').map(put => (put.body as { mid: string }).mid)

describe('A disk', () => {
  it.skipIf(!disk)('fault 25: when it is full, writes are refused in time and nothing is half done; reads go on, and all goes on once there is room', async () => {
    const { folder, remove } = mountSmallDisk()!
    try {
      await start(folder)
      const device = await meet()
      const requestId = randomUUID()
      const answered = [device.command('submit', { requestId, args: needArgs() })]
      expect((await device.push(...answered)).status).toBe(200)
      const filler = join(folder, 'filler')
      spawnSync('dd', ['if=/dev/urandom', `of=${filler}`, 'bs=1024', 'count=3500'])
      let stopped: { status: number, commands: WireCommand[] } | undefined
      while (!stopped) {
        const commands = [longWords(device, requestId), longWords(device, requestId)]
        const { status, headers, body } = await device.push(...commands)
        if (status === 200) answered.push(...commands)
        else {
          expect([status, body.error?.code, headers.has('retry-after')]).toEqual([503, 'busy', true])
          const { lines } = body.error!.detail as { lines: { mid: string }[] }
          answered.push(...commands.slice(0, lines.length))
          stopped = { status, commands: commands.slice(lines.length) }
        }
      }
      expect(await midsOn(device), 'reads go on').toEqual(answered.map(command => command.mid))
      expect((await device.pull(0, 1)).lastSeq, 'and with them the results').toBe(answered.length)
      for (let tries = 0; tries < 10; tries++) expect((await device.push(...stopped.commands)).status, 'it stays refused, and is never set aside').toBe(503)
      rmSync(filler)
      const again = await device.push(...stopped.commands)
      expect(again.body.lines.map(line => line.status)).toEqual(stopped.commands.map(() => 'done'))
      expect(await midsOn(device)).toEqual([...answered, ...stopped.commands].map(command => command.mid))
    } finally {
      await server?.kill()
      remove()
    }
  })

  it.skipIf(!hasFailingWrites)('fault 26: a write that the disk did not take is never acknowledged, also over a kill', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'servus-failing-'))
    const control = join(folder, 'control')
    const { pid } = await start(join(folder, 'data'), ['fiu-run', '-x', '-f', control])
    const order = (command: string) => spawnSync('fiu-ctrl', ['-f', control, '-c', command, String(pid)])
    const device = await meet()
    const requestId = randomUUID()
    const first = device.command('submit', { requestId, args: needArgs() })
    await device.push(first)
    const answered = [first.mid]
    let failures = 0
    let commands = [longWords(device, requestId)]
    for (const fault of ['posix/io/sync/fdatasync', 'posix/io/sync/fsync', 'posix/io/rw/pwrite']) {
      order(`enable_random name=${fault},probability=0.3`)
      for (let round = 0; round < 25; round++) {
        const { status } = await device.push(...commands).catch(() => ({ status: 0 }))
        if (status === 200) {
          answered.push(...commands.map(command => command.mid))
          commands = [longWords(device, requestId)]
        } else {
          failures++
        }
      }
      order(`disable name=${fault}`)
    }
    expect(failures, 'writes have failed').toBeGreaterThan(0)
    await server!.kill()
    await start(join(folder, 'data'))
    const kept = await midsOn(device)
    expect(answered.filter(mid => !kept.includes(mid)), 'what was acknowledged is there').toEqual([])
    expect(new Set(kept).size).toBe(kept.length)
    expect((await device.push(...commands)).status).toBe(200)
    await server!.kill()
    rmSync(folder, { recursive: true, force: true })
  })
})
