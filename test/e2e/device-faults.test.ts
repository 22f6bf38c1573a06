import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { Random } from '../random.ts'
import { openProfile, type Profile } from './browser.ts'
import { waitUntilKept } from './client-steps.ts'
import { deskPerson, type DeskPerson } from './desk-calls.ts'
import { photoOfNoise } from './photo.ts'
import { keepPictureOfFailure } from './picture-of-failure.ts'
import { runServer, type RunningServer } from './running-server.ts'
import { ask, comeOnline, isLong, seed, write } from './sync-steps.ts'

/** What a device and its browser may do to an app: end in the middle, have no room, freeze, tell a wrong time. */
describe(`a device in trouble (seed ${seed})`, () => {
  let server: RunningServer
  let client: Profile
  let desk: DeskPerson
  let address: string
  const random = new Random(seed)
  const question = 'Do you mend kites?'
  const page = () => client.page()
  const log = () => page().getByRole('log')

  beforeAll(async () => {
    server = await runServer()
    desk = await deskPerson(server.url)
    client = await openProfile({ origin: server.url })
    await page().goto(`${server.url}/en/`)
    await waitUntilKept(page())
    await ask(page(), server.url, question)
    address = page().url()
  })
  afterAll(async () => {
    await client?.remove()
    await server?.remove()
  })
  afterEach(({ task }) => keepPictureOfFailure(task, { client }))

  const arrives = (text: string) => expect.poll(async () => {
    await comeOnline([page()])
    return (await desk.wordsOf(question)).filter(words => words === text).length
  }, { timeout: 40_000, interval: 1_000 }).toBe(1)

  it('faults 45 and 46: has all that it said was saved after the browser was killed in mid-write', async () => {
    await client.context.setOffline(true)
    const saved: string[] = []
    for (let round = 1; round <= (isLong ? 20 : 1); round++) {
      for (let number = 1; number <= 2; number++) {
        const text = `Round ${round}, saved ${number}`
        await write(page(), text)
        saved.push(text)
      }
      const last = `Round ${round}, cut off`
      await page().getByLabel('Write to us').fill(last)
      await page().getByRole('button', { name: 'Send', exact: true }).evaluate(button => { (button as HTMLButtonElement).click() })
      await new Promise(resolve => setTimeout(resolve, random.int(0, 60)))
      client.kill()
      await client.restart({ isOffline: true })
      await page().goto(address)
      for (const text of saved) await log().getByText(text, { exact: true }).waitFor()
      const shown = await log().getByText(last, { exact: true }).count()
      expect(shown).toBeLessThanOrEqual(1)
      if (shown === 1) saved.push(last)
    }
    await client.context.setOffline(false)
    for (const text of saved) await arrives(text)
    expect((await desk.wordsOf(question)).filter(words => words.startsWith('Round')).sort()).toEqual([...saved].sort())
  })

  it.runIf(isLong)('fault 38: keeps the text and says so where the room ends in mid-photo, and has nothing half', async () => {
    const kept = () => page().evaluate(countKept)
    await page().locator('#reply input[type=file]').setInputFiles({ name: 'kite.jpg', mimeType: 'image/jpeg', buffer: await photoOfNoise() })
    await page().getByText('Photo 1, goes with the message').waitFor()
    // A browser that runs already trusts what it knew of its room for half a minute.
    await client.restart()
    const session = await client.context.newCDPSession(page())
    const { usage } = await session.send('Storage.getUsageAndQuota', { origin: server.url })
    await session.send('Storage.overrideQuotaForOrigin', { origin: server.url, quotaSize: Math.round(usage) + 150_000 })
    await page().goto(address)
    await page().getByText('Photo 1, goes with the message').waitFor()
    const before = await kept()
    await page().getByLabel('Write to us').fill('The photo does not fit')
    await page().getByRole('button', { name: 'Send', exact: true }).click()
    await page().getByText('This could not be saved on the phone.').first().waitFor()
    expect(await page().getByLabel('Write to us').inputValue()).toBe('The photo does not fit')
    expect(await kept()).toEqual(before)
    await session.send('Storage.overrideQuotaForOrigin', { origin: server.url })
    await client.restart()
    await page().goto(address)
    await page().getByText('Photo 1, goes with the message').waitFor()
    await page().getByLabel('Write to us').fill('Now there is room')
    await page().getByRole('button', { name: 'Send', exact: true }).click()
    await arrives('Now there is room')
    expect((await kept()).parts).toBeGreaterThan(before.parts)
  })

  it.runIf(isLong)('fault 52: a page that was frozen fetches what is new, once', async () => {
    const session = await client.context.newCDPSession(page())
    await session.send('Page.setWebLifecycleState', { state: 'frozen' })
    await page().waitForTimeout(1_000)
    let pulls = 0
    client.context.on('request', request => { if (request.url().endsWith('/api/sync/pull')) pulls += 1 })
    await session.send('Page.setWebLifecycleState', { state: 'active' })
    await page().evaluate(() => { document.dispatchEvent(new Event('visibilitychange')) })
    await expect.poll(() => pulls, { timeout: 15_000 }).toBeGreaterThan(0)
    await page().waitForTimeout(2_000)
    expect(pulls).toBeLessThanOrEqual(3)
    await write(page(), 'Written after the frost')
    await arrives('Written after the frost')
  })

  it.runIf(isLong)('fault 37: a clock that stands in 1970 harms nothing that is written', async () => {
    await page().addInitScript(() => {
      const Real = Date
      const back = Real.now()
      class Early extends Real {
        constructor(...parts: [] | [number]) {
          if (parts.length === 0) super(Early.now())
          else super(...parts)
        }
        static override now() { return Real.now() - back }
      }
      globalThis.Date = Early as DateConstructor
    })
    await page().goto(address)
    expect(await page().evaluate(() => new Date().getFullYear())).toBe(1970)
    for (const text of ['First in 1970', 'Second in 1970']) await write(page(), text)
    await arrives('Second in 1970')
    expect((await desk.wordsOf(question)).slice(-2)).toEqual(['First in 1970', 'Second in 1970'])
    await expect.poll(() => page().getByText(/waits? to be sent/).count()).toBe(0)
  })

  it('fault 40: gives way to a newer version in another tab and says so, and says what blocks it for as long as it does', async () => {
    await client.restart()
    await page().goto(address)
    await log().waitFor()
    const other = await client.context.newPage()
    await other.goto(`${server.url}/robots.txt`)
    const upgraded = await other.evaluate(openNewer)
    expect(upgraded).toBe('open')
    await page().getByRole('alert').getByText('open in a newer version elsewhere').waitFor()
    await other.evaluate(holdAnOldOne)
    await page().reload()
    await page().getByRole('alert').getByText('Close the other tabs').waitFor()
    await other.close()
    await expect.poll(() => page().getByText('Close the other tabs').count(), { timeout: 15_000 }).toBe(0)
  })

  it('fault 47: says that what was kept here has been deleted behind its back, until that is known, and goes on', async () => {
    const banner = page().getByRole('alert').getByText('The browser has deleted what was kept on this device.')
    await page().goto(`${server.url}/en/`)
    await banner.waitFor()
    await page().getByRole('button', { name: 'I see' }).click()
    await expect.poll(() => banner.count()).toBe(0)
    await page().reload()
    await page().getByRole('heading', { level: 1 }).first().waitFor()
    await page().waitForTimeout(1_000)
    expect(await banner.count()).toBe(0)
  })

  it('fault 48: without any storage one can read, and is told what cannot be promised', async () => {
    const poor = await openProfile({ origin: server.url })
    try {
      await poor.context.addInitScript(() => { Object.defineProperty(globalThis, 'indexedDB', { configurable: true, value: undefined }) })
      await poor.page().goto(`${server.url}/en/services`)
      await poor.page().getByRole('heading', { level: 1, name: 'Services' }).waitFor()
      await poor.page().goto(`${server.url}/requests/new?question=1`)
      await poor.page().getByText('This browser keeps nothing on the device.').waitFor()
    } finally {
      await poor.remove()
    }
  })
}, 240_000)

/** What lies in the outbox. Runs in the page. */
async function countKept(): Promise<{ commands: number, files: number, parts: number }> {
  const name = (await indexedDB.databases()).find(database => database.name?.startsWith('servus-outbox-'))!.name!
  const database = await new Promise<IDBDatabase>((resolve, reject) => {
    const opening = indexedDB.open(name)
    opening.onsuccess = () => { resolve(opening.result) }
    opening.onerror = () => { reject(new Error(name)) }
  })
  const count = (store: string) => new Promise<number>(resolve => {
    const asking = database.transaction(store).objectStore(store).count()
    asking.onsuccess = () => { resolve(asking.result) }
  })
  const counts = { commands: await count('commands'), files: await count('files'), parts: await count('parts') }
  database.close()
  return counts
}

/** As a page of a later version of the app would open it. Runs in the page. */
const openNewer = () => new Promise<string>(resolve => {
  const opening = indexedDB.open('servus-device', 990)
  opening.onblocked = () => { resolve('blocked') }
  opening.onsuccess = () => {
    opening.result.close()
    resolve('open')
  }
})

/** Makes the database one of an older version, held open by a page that does not give way. Runs in the page. */
const holdAnOldOne = () => new Promise<void>((resolve, reject) => {
  const deleting = indexedDB.deleteDatabase('servus-device')
  deleting.onerror = () => { reject(new Error('not deleted')) }
  deleting.onsuccess = () => {
    const opening = indexedDB.open('servus-device', 1)
    opening.onsuccess = () => {
      Object.assign(window, { held: opening.result })
      resolve()
    }
  }
})
