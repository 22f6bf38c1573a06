import { afterAll, beforeAll, expect, it } from 'vitest'
import type { ContentHead, ContentPage } from '#protocol/messages.ts'
import { type PublicRow, writePublicRows } from '#server/sync/public-rows.ts'
import { describeOnBoth } from '../databases.ts'
import { makeInstallation, type TestInstallation } from '../make-installation.ts'

const row = (kind: string, key: string, title = key): PublicRow => ({ kind, key, body: { title } })

describeOnBoth('Public rows', kind => {
  let server: TestInstallation
  beforeAll(async () => { server = await makeInstallation(kind) })
  afterAll(() => server.stop())

  const write = (rows: PublicRow[], replaceKinds: string[]) => server.installation.database.transaction(trx => writePublicRows(trx, 'pub', rows, { replaceKinds }))
  const since = async (version: number) => (await (await server.request(`/api/content/pub?since=${version}`)).json() as ContentPage).page
  const head = async () => (await (await server.request('/api/content/head')).json() as ContentHead).versions

  it('[S54] [S56] get a version only where they changed; loading the same twice changes nothing', async () => {
    expect(await head()).toEqual({ pub: 0, 'pub:ru': 0, 'pub:sv': 0, 'pub:en': 0 })
    const rows = [row('service', 'one'), row('service', 'two'), row('category', 'all')]
    expect(await write(rows, ['service', 'category'])).toEqual({ version: 3, changed: 3, removed: 0 })
    const first = await since(0)
    expect(await write(rows, ['service', 'category'])).toEqual({ version: 3, changed: 0, removed: 0 })
    expect(await since(0)).toEqual(first)
    expect(await write([row('service', 'one'), row('service', 'two', 'Two, better'), row('category', 'all')], ['service', 'category']))
      .toEqual({ version: 4, changed: 1, removed: 0 })
    expect((await since(3)).puts).toEqual([{ kind: 'service', key: 'two', version: 4, body: { title: 'Two, better' } }])
    expect((await head()).pub).toBe(4)
  })

  it('[S57] are deleted for devices when they vanish, and other kinds are left alone', async () => {
    await write([row('rating', 'one')], [])
    expect(await write([row('service', 'one'), row('category', 'all')], ['service', 'category'])).toMatchObject({ changed: 0, removed: 1 })
    const page = await since(5)
    expect([page.puts, page.dels]).toEqual([[], [{ kind: 'service', key: 'two', version: 6 }]])
    expect((await since(0)).puts.map(put => put.key).toSorted()).toEqual(['all', 'one', 'one'])
    expect(await write([row('service', 'one'), row('category', 'all')], ['service', 'category'])).toMatchObject({ changed: 0, removed: 0 })
  })

  it('[S47] [S57] come back after a deletion under a new version, and the hash returns with them', async () => {
    const { hash } = await since(0)
    await write([row('article', 'a')], ['article'])
    expect((await since(0)).hash).not.toBe(hash)
    await write([], ['article'])
    expect((await since(0)).hash).toBe(hash)
    await write([row('article', 'a')], ['article'])
    expect((await since(7)).puts).toEqual([{ kind: 'article', key: 'a', version: 9, body: { title: 'a' } }])
  })

  it('[S55] are answered for the public scopes alone', async () => {
    for (const scope of ['r:somebody', 'pub:de', 'pub:', 'pubs', '..']) expect((await server.request(`/api/content/${encodeURIComponent(scope)}`)).status, scope).toBe(404)
    expect((await server.request('/api/content/pub?since=-1')).status).toBe(400)
  })

  it('are written by two loaders at once without losing a version', async () => {
    const before = (await head()).pub ?? 0
    await Promise.all(Array.from({ length: 6 }, (_, index) => write([row('note', `n${index}`)], [])))
    const page = await since(before)
    expect(page.puts.map(put => put.version)).toEqual([1, 2, 3, 4, 5, 6].map(step => before + step))
  })
})
