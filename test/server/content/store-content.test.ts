import { afterEach, beforeEach, expect, it } from 'vitest'
import { loadContent, type Content } from '#server/content/load-content.ts'
import { runContentCommand } from '#server/content/content-command.ts'
import { storeContent } from '#server/content/store-content.ts'
import { readRows } from '#server/content/read-public-rows.ts'
import { readPublicVersions } from '#server/sync/content-page.ts'
import { writePublicRows } from '#server/sync/public-rows.ts'
import { describeOnBoth, openFresh, type FreshDatabase } from '../databases.ts'

const demo: Content = loadContent('src/content').content!

describeOnBoth('Loading content', kind => {
  let fresh: FreshDatabase
  beforeEach(async () => { fresh = await openFresh(kind) })
  afterEach(() => fresh.drop())

  const load = (content: Content, isDryRun = false) => storeContent(fresh.database, content, { isDryRun })
  const versions = () => readPublicVersions(fresh.database.db)

  it('makes it what the public sees, in its order of kinds and languages', async () => {
    await load(demo)
    const { db } = fresh.database
    expect(await readRows(db, 'pub', 'business')).toEqual([demo.business])
    expect((await readRows(db, 'pub', 'service')).length).toBe(demo.services.length)
    const swedish = demo.articles.filter(article => article.language === 'sv')
    expect((await readRows(db, 'pub:sv', 'article')).map(article => article.id).sort()).toEqual(swedish.map(article => article.id).sort())
  })

  it('a second time changes nothing', async () => {
    await load(demo)
    const before = await versions()
    expect((await load(demo)).changes).toEqual([])
    expect(await versions()).toEqual(before)
  })

  it('tells and does only what differs', async () => {
    await load(demo)
    const before = await versions()
    const [first, ...others] = demo.services
    const { changes } = await load({ ...demo, services: [{ ...first!, warrantyMonths: 1 }, ...others.slice(1)] })
    expect(changes).toEqual([
      { scope: 'pub', kind: 'service', key: first!.id, change: 'changed' },
      { scope: 'pub', kind: 'service', key: others[0]!.id, change: 'removed' },
    ])
    expect(await versions()).toEqual({ ...before, pub: before.pub! + 2 })
    expect((await readRows(fresh.database.db, 'pub', 'service')).map(service => service.id)).not.toContain(others[0]!.id)
  })

  it('leaves evaluations and ratings alone', async () => {
    const rating = { serviceId: 'washing-machine-repair', count: 1, mean: 5, means: {} }
    await fresh.database.transaction(trx => writePublicRows(trx, 'pub', [{ kind: 'rating', key: rating.serviceId, body: rating }]))
    await load(demo)
    expect(await readRows(fresh.database.db, 'pub', 'rating')).toEqual([rating])
  })

  it('only tells in a dry run', async () => {
    const { changes } = await load(demo, true)
    expect(changes.length).toBeGreaterThan(50)
    expect(changes.every(({ change }) => change === 'added')).toBe(true)
    expect(await versions()).toEqual({ pub: 0, 'pub:ru': 0, 'pub:sv': 0, 'pub:en': 0 })
  })

  it('by the command says in words what it did, and fails where something is wrong', async () => {
    const run = async (folder: string, isDryRun: boolean) => {
      let said = ''
      const code = await runContentCommand({
        folder, isDryRun, write: text => { said += text },
        openDatabase: async () => ({ ...fresh.database, close: async () => undefined }),
      })
      return { code, said }
    }
    expect(await run('src/content', true)).toMatchObject({ code: 0, said: expect.stringContaining('A dry run:') as unknown })
    expect(await run('src/content', false)).toMatchObject({ code: 0, said: expect.stringMatching(/added +service washing-machine-repair\n[\s\S]*Loaded: \d+ added\.\n$/) as unknown })
    expect(await run('src/content', false)).toEqual({ code: 0, said: 'Everything is as it was: nothing to change.\n' })
    expect(await run('src/words', false)).toMatchObject({ code: 1, said: expect.stringContaining('Nothing was changed.') as unknown })
  })
})
