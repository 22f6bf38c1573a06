import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { WaitAnswer } from '#protocol/messages.ts'
import { readerScope } from '#protocol/scopes.ts'
import { createHints } from '#server/sync/hints.ts'
import { describeOnBoth } from '../databases.ts'
import { makeDevice, needArgs } from '../device.ts'
import { makeInstallation, type TestInstallation } from '../make-installation.ts'
import { openShop } from '../small-shop.ts'

const me = { account: 'mine', reader: 'me' }

describeOnBoth('The long poll', kind => {
  let server: TestInstallation
  beforeAll(async () => { server = await makeInstallation(kind) })
  afterAll(() => server.stop())

  async function newDevice() {
    const device = makeDevice(server)
    await device.hello()
    const wait = async (query: string) =>
      (await (await server.request(`/api/sync/wait?${query}`, { headers: device.headers })).json() as WaitAnswer).hints
    return { device, wait, version: async () => (await device.pullAll()).next }
  }

  it('[S124] answers at once where a named scope is further on', async () => {
    const { device, wait, version } = await newDevice()
    expect(await wait('since=0')).toEqual([{ scope: device.scope, version: await version() }])
    await openShop(server.installation)
    const since = await version()
    expect(await wait(`since=${since}&pub=0`)).toEqual([{ scope: 'pub', version: 2 }])
  })

  it('[S124] waits for the reader\'s own change and is not woken by somebody else\'s', async () => {
    const { device, wait, version } = await newDevice()
    const other = await newDevice()
    const waiting = wait(`since=${await version()}`)
    const submit = (who: typeof device) => who.push(who.command('submit', { requestId: randomUUID(), args: needArgs() }))
    await submit(other.device)
    await submit(device)
    expect((await waiting)[0]?.scope).toBe(device.scope)
  })

  it('[S124] answers without hints after the time of a heartbeat, and when the caller or the server leaves', async () => {
    const hints = createHints(20)
    expect(await hints.wait(me, async () => [])).toEqual([])
    const leaving = new AbortController()
    const slow = createHints()
    const waits = [slow.wait(me, async () => [], leaving.signal), slow.wait({ ...me, reader: 'you' }, async () => [])]
    leaving.abort()
    slow.close()
    expect(await Promise.all(waits)).toEqual([[], []])
    expect(slow.listening()).toEqual([])
  })

  it('[S124] misses nothing that happens while it looks where things stand', async () => {
    const hints = createHints()
    const hint = { scope: readerScope('me'), version: 2 }
    expect(await hints.wait(me, async () => {
      hints.tell(hint)
      return []
    })).toEqual([hint])
    hints.close()
  })
})
