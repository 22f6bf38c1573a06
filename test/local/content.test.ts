import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { languages } from '#domain/language.ts'
import { business, categories, contentVersions, service, services } from '#local/catalog.ts'
import { article, articles, terms, termsByHash } from '#local/knowledge.ts'
import { search, suggestArticles } from '#local/search.ts'
import { syncOnce } from '#local/sync-once.ts'
import { loadContent } from '#server/content/load-content.ts'
import { storeContent } from '#server/content/store-content.ts'
import { makeInstallation, type TestInstallation } from '../server/make-installation.ts'
import { makeNetwork, makeParts, switchOn } from './phone.ts'

let server: TestInstallation
let network: ReturnType<typeof makeNetwork>
beforeAll(async () => {
  server = await makeInstallation('sqlite')
  const { content, problems } = loadContent(join(import.meta.dirname, '../../src/content'))
  if (!content) throw new Error(JSON.stringify(problems))
  await storeContent(server.installation.database, content, { isDryRun: false })
  network = makeNetwork(server)
  const { storage } = await switchOn()
  await syncOnce({ ...makeParts(storage, network.fetch), languages: () => languages })
})
afterAll(() => server.stop())

const ids = (hits: { id: string }[]) => hits.map(hit => hit.id)

describe('The content on the device', () => {
  it('[S54] is all there, and nobody was named to fetch it', async () => {
    expect(await business()).toMatchObject({ currency: 'SEK' })
    expect((await categories()).length).toBeGreaterThanOrEqual(4)
    expect((await services()).length).toBeGreaterThanOrEqual(12)
    for (const language of languages) {
      expect((await articles(language)).filter(each => each.language === language).length).toBeGreaterThanOrEqual(18)
      const inForce = (await terms(language))!
      expect(await termsByHash(inForce.hash)).toEqual(inForce)
    }
    expect(await contentVersions()).toMatchObject({ pub: expect.any(Number), 'pub:ru': expect.any(Number) })
    expect(network.network.calls.every(call => call.path.startsWith('/api/content/'))).toBe(true)
  })

  it('[S58] is asked for once: when nothing is new, only the head is', async () => {
    const { storage } = await switchOn()
    const parts = makeParts(storage, network.fetch)
    await syncOnce(parts)
    network.network.calls = []
    await syncOnce(parts)
    expect(network.network.calls).toEqual([{ method: 'GET', path: '/api/content/head' }])
  })

  it('gives an article in another language where one is missing, and says which', async () => {
    const [some] = await articles('en')
    expect(await article(some!.id, 'sv')).toMatchObject({ id: some!.id, language: 'en' })
    expect((await articles('sv')).map(each => each.language)).toContain('en')
    expect([await service('no-such-thing'), await article('no-such-thing', 'en')]).toEqual([undefined, undefined])
  })
})

describe('The search on the device', () => {
  beforeAll(async () => {
    const { storage } = await switchOn()
    await syncOnce({ ...makeParts(storage, network.fetch), languages: () => languages })
  })

  it('finds articles by other forms of their words, by beginnings and with a typing error', async () => {
    expect(ids(await search('ru', 'холодильники'))).toContain('fridge-too-warm')
    expect(ids(await search('ru', 'холод'))).toContain('fridge-too-warm')
    expect(ids(await search('en', 'dishwashers'))).toContain('dishwasher-smells')
    expect(ids(await search('en', 'dishwahser'))).toContain('dishwasher-smells')
    expect(ids(await search('sv', 'diskmaskinen'))).toContain('dishwasher-smells')
  })

  it('puts titles first, and finds services as well', async () => {
    const hits = await search('en', 'flat tyre')
    expect(hits[0]).toMatchObject({ kind: 'article', id: 'flat-tyre' })
    expect((await search('en', 'repair')).some(hit => hit.kind === 'service')).toBe(true)
  })

  it('finds what holds most of the words where nothing holds all', async () => {
    expect(ids(await search('en', 'fridge xylophone'))).toContain('fridge-too-warm')
    expect(await search('en', 'xylophone')).toEqual([])
    expect(await search('en', '   ')).toEqual([])
  })

  it('suggests what may answer a need, and rather nothing than anything', async () => {
    expect(ids(await suggestArticles('en', 'Hello, my fridge is not cold any more, the milk went sour'))).toContain('fridge-too-warm')
    expect((await suggestArticles('en', 'My fridge is too warm and the dishwasher smells and the brakes squeal')).length).toBeLessThanOrEqual(3)
    expect(await suggestArticles('en', 'zzz qqq')).toEqual([])
  })
})
