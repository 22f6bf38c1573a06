import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { connect, createServer, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { makeDevice, needArgs } from '../server/device.ts'
import { preparePostgres } from '../server/postgres-process.ts'
import { startServerProcess } from './server-process.ts'

/** The one address under which a database is known, whoever answers there: what an operator moves to the standby. */
async function startAddress(first: number) {
  let target = first
  const open = new Set<Socket>()
  const address = createServer(from => {
    const to = connect(target, '127.0.0.1')
    for (const [one, other] of [[from, to], [to, from]] as const) {
      open.add(one)
      one.on('error', () => other.destroy())
      one.on('close', () => { open.delete(one); other.destroy() })
    }
    from.pipe(to)
    to.pipe(from)
  })
  address.listen(0, '127.0.0.1')
  await once(address, 'listening')
  const bound = address.address()
  return {
    port: typeof bound === 'object' && bound ? bound.port : 0,
    moveTo(next: number) {
      target = next
      for (const socket of open) socket.destroy()
    },
    close() {
      for (const socket of open) socket.destroy()
      address.close()
    },
  }
}

describe('PostgreSQL with a synchronous standby', () => {
  it('fault 30: when it fails over, nothing that was acknowledged is lost, and the server goes on by itself', { timeout: 120_000 }, async () => {
    const postgres = await preparePostgres()
    const folder = mkdtempSync(join(tmpdir(), 'servus-failover-'))
    const replicated = ['wal_level=replica', 'synchronous_commit=on', 'fsync=on']
    const primaryData = postgres.initialise('primary')
    await (await postgres.start(primaryData, replicated)).stop()
    const standbyData = postgres.copy(primaryData, 'standby')
    const primary = await postgres.start(primaryData, [...replicated, 'synchronous_standby_names=standby'])
    writeFileSync(join(standbyData, 'standby.signal'), '')
    const standby = await postgres.start(standbyData, [...replicated, `primary_conninfo=host=127.0.0.1 port=${primary.port} user=postgres application_name=standby`])
    const address = await startAddress(primary.port)
    const server = await startServerProcess({
      settings: { SERVUS_DATA: folder, SERVUS_DEMO: '0', DATABASE_URL: `postgres://postgres@127.0.0.1:${address.port}/postgres` },
    })
    try {
      const { epoch } = await (await fetch(`${server.url}/api/content/head`)).json() as { epoch: string }
      const device = makeDevice({ installation: { epoch }, request: (path, init) => fetch(server.url + path, init) })
      await device.hello()
      const requestId = randomUUID()
      const commands = Array.from({ length: 150 }, (_, index) =>
        (index === 0 ? device.command('submit', { requestId, args: needArgs() }) : device.command('postMessage', { requestId, args: { text: `Words ${index}` } })))
      let sent = 0
      let failures = 0
      let failover: Promise<void> | undefined
      while (sent < commands.length) {
        if (sent >= 60) {
          failover ??= (async () => {
            await primary.kill()
            postgres.promote(standbyData)
            address.moveTo(standby.port)
          })()
        }
        const { status, body } = await device.push(...commands.slice(sent, sent + 10))
        if (status === 200) sent += body.lines.length
        else {
          failures++
          expect([500, 503]).toContain(status)
          await new Promise(resolve => setTimeout(resolve, 100))
        }
      }
      await failover
      expect(failures, 'the fail-over was noticed').toBeGreaterThan(0)
      const kept = (await device.pullAll()).puts.filter(put => put.kind === 'event').map(put => (put.body as { mid: string }).mid)
      expect(kept).toEqual(commands.map(command => command.mid))
    } finally {
      await server.kill()
      address.close()
      await standby.kill()
      await primary.kill()
      postgres.remove()
      rmSync(folder, { recursive: true, force: true })
    }
  })
})
