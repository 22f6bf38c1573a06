import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { currentReader } from '#local/device.ts'
import { readOldRequest } from '#local/old-request.ts'
import { projectedRequest } from '#local/requests.ts'
import { newRequestId, submit } from '#local/submit.ts'
import { syncOnce } from '#local/sync-once.ts'
import { makeInstallation, type TestInstallation } from '../server/make-installation.ts'
import { makeNetwork, makeParts, message, need, switchOn, tick } from './phone.ts'

let server: TestInstallation
beforeAll(async () => { server = await makeInstallation('sqlite') })
afterAll(() => server.stop())

describe('A request that is on no phone any more', () => {
  it('[S122] is read from the server as a request on the phone would be, and kept nowhere; nobody else\'s, and nothing without a line', async () => {
    const first = await switchOn()
    const { network, fetch } = makeNetwork(server)
    const parts = makeParts(first.storage, fetch)
    const id = newRequestId()
    await submit(need(id), tick())
    await submit(message(id, 'It is the blue one'), tick())
    await syncOnce(parts)
    const reader = (await currentReader())!
    const known = await projectedRequest(id)

    const { storage } = await switchOn()
    await storage.device.readers.put(reader)
    await storage.device.settings.put({ key: 'current', value: reader.id })
    expect(await projectedRequest(id)).toBeUndefined()
    expect(await readOldRequest(id, parts.transport)).toEqual({ ok: true, value: { ...known, files: [] } })
    expect(await projectedRequest(id)).toBeUndefined()
    expect(await readOldRequest(newRequestId(), parts.transport)).toMatchObject({ ok: false, refusal: { kind: 'refused', code: 'not-found' } })
    network.isDown = true
    expect(await readOldRequest(id, parts.transport)).toMatchObject({ ok: false, refusal: { kind: 'offline' } })

    await switchOn()
    expect(await readOldRequest(id, parts.transport)).toMatchObject({ ok: false, refusal: { kind: 'refused', code: 'not-found' } })
  })
})
