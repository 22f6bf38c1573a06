import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { root } from '../architecture/source-files.ts'
import { makeInstallation } from '../server/make-installation.ts'
import { openShop } from '../server/small-shop.ts'
import { hearOld, type OldAnswer, oldConversation } from './version-1-conversation.ts'

const recorded = JSON.parse(readFileSync(join(root, 'test/protocol/version-1-answers.json'), 'utf8')) as OldAnswer[]

describe('A device of the version before', () => {
  it('[S210] fault 32: is answered in its own version, all that it was promised then', async () => {
    const test = await makeInstallation('sqlite')
    await openShop(test.installation)
    const { epoch } = test.installation
    for (const [index, call] of (await oldConversation(epoch)).entries()) {
      expect(await hearOld(call, epoch, test.request), call.title).toMatchObject(recorded[index]!)
    }
    await test.stop()
  })

  it('[S211] fault 32: is asked for an update where its version is no longer served, as is one that names none that exists', async () => {
    const test = await makeInstallation('sqlite')
    for (const name of ['servus-sync/0', 'servus-sync/3', 'another/2', '']) {
      const answer = await test.request('/api/content/head', { headers: { 'servus-protocol': name } })
      expect([answer.status, answer.headers.get('servus-protocol'), await answer.json()], name)
        .toMatchObject([426, 'servus-sync/2', { protocol: 'servus-sync/2', error: { code: 'update-needed' } }])
    }
    expect((await test.request('/api/content/head')).status).toBe(200)
    await test.stop()
  })
})
