import type { CDPSession, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { startFaultProxy, lineFaults, type FaultProxy } from '../faults/fault-proxy.ts'
import { Random } from '../random.ts'
import { openProfile, type Profile } from './browser.ts'
import { waitUntilKept } from './client-steps.ts'
import { deskPerson, type DeskPerson } from './desk-calls.ts'
import { keepPictureOfFailure } from './picture-of-failure.ts'
import { runServer, type RunningServer } from './running-server.ts'
import { ask, askWorker, comeOnline, isLong, seed, write } from './sync-steps.ts'

/** Three tabs and the worker on one profile, and between them and the server a line that breaks. */
describe(`three tabs and the worker (seed ${seed})`, () => {
  let server: RunningServer
  let proxy: FaultProxy
  let client: Profile
  let desk: DeskPerson
  let tabs: Page[]
  const random = new Random(seed)
  const question = 'Do you mend umbrellas?'
  const written = [question]

  beforeAll(async () => {
    server = await runServer()
    desk = await deskPerson(server.url)
    proxy = await startFaultProxy(server.url, random)
    client = await openProfile({ origin: proxy.url })
    const first = client.page()
    await first.goto(`${proxy.url}/en/`)
    await waitUntilKept(first)
    await ask(first, proxy.url, question)
    tabs = [first, await client.context.newPage(), await client.context.newPage()]
    for (const tab of tabs.slice(1)) await tab.goto(first.url())
  })
  afterAll(async () => {
    await client?.remove()
    await proxy?.close()
    await server?.remove()
  })
  afterEach(({ task }) => keepPictureOfFailure(task, { client }))

  const say = async (page: Page, text: string) => {
    await write(page, text)
    written.push(text)
  }
  const arrives = () => expect.poll(async () => {
    await comeOnline(client.context.pages())
    return desk.wordsOf(question)
  }, { timeout: 60_000, interval: 1_000 }).toEqual(written)
  const breakLine = (percent: number, faults: FaultProxy['faults'] = lineFaults) => { Object.assign(proxy, { percent, faults }) }

  it('fault 14: sends each of many writes once and in order, whatever befalls the calls of tabs and worker', async () => {
    breakLine(40)
    for (let number = 1; number <= (isLong ? 300 : 8); number++) {
      const tab = tabs[number % 3]!
      await say(tab, `Torn in place ${number}.`)
      if (random.chance(25)) await askWorker(tab)
      if (random.chance(15)) await comeOnline(tabs)
    }
    await comeOnline(tabs)
    await Promise.all(tabs.map(askWorker))
    breakLine(0)
    await arrives()
    expect(lineFaults.filter(fault => proxy.counts[fault] > 0).length, JSON.stringify(proxy.counts)).toBeGreaterThan(isLong ? 3 : 1)
    for (const tab of tabs) await expect.poll(() => tab.getByText(/waits? to be sent/).count(), { timeout: 15_000 }).toBe(0)
  })

  it('fault 4: takes a captive portal\'s page for no answer, and keeps none of it', async () => {
    breakLine(100, ['gateway'])
    await say(tabs[0]!, 'In a hotel')
    await tabs[0]!.waitForTimeout(1_500)
    expect(await tabs[0]!.getByText('1 change waits to be sent').count()).toBe(1)
    const kept = await tabs[0]!.evaluate(async () => {
      const found: string[] = []
      for (const name of await caches.keys()) found.push(...(await (await caches.open(name)).keys()).map(({ url }) => new URL(url).pathname))
      return found.filter(path => !/^\/(shell\.html|assets\/|icons\/)/.test(path))
    })
    expect(kept).toEqual([])
    breakLine(0)
    await arrives()
  })

  it.runIf(isLong)('fault 21: believes a real answer and not what the browser says of the network', async () => {
    const [tab] = tabs as [Page]
    await tab.evaluate(() => { Object.defineProperty(navigator, 'onLine', { configurable: true, get: () => false }) })
    await say(tab, 'Said to be offline, and is not')
    await expect.poll(() => desk.wordsOf(question), { timeout: 15_000 }).toEqual(written)
    await tab.evaluate(() => { Object.defineProperty(navigator, 'onLine', { configurable: true, get: () => true }) })
    breakLine(100, ['loseRequest'])
    await say(tab, 'Said to be online, and is not')
    await tab.getByText('1 change waits to be sent').waitFor()
    expect(await desk.wordsOf(question)).toEqual(written.slice(0, -1))
    breakLine(0)
    await arrives()
  })

  it('sends in the background what was left when the last page was closed', async () => {
    breakLine(100, ['loseRequest'])
    await say(tabs[0]!, 'Written on the way out')
    const outside = await client.context.newPage()
    const [worker] = client.context.serviceWorkers()
    expect(worker).toBeDefined()
    const tag = await tabs[0]!.evaluate(async () => {
      const registration = await navigator.serviceWorker.ready as ServiceWorkerRegistration & { sync?: { getTags: () => Promise<string[]> } }
      return (await registration.sync?.getTags())?.join()
    })
    expect(tag).toBe('servus-send')
    for (const tab of tabs) await tab.close()
    breakLine(0)
    await dispatchSync(await client.context.newCDPSession(outside), 'servus-send')
    await expect.poll(() => desk.wordsOf(question), { timeout: 20_000 }).toEqual(written)
  })

  it.runIf(isLong)('finishes after a restart of the browser what was left', async () => {
    tabs = [await client.context.newPage()]
    await tabs[0]!.goto(`${proxy.url}/requests`)
    await tabs[0]!.getByRole('link', { name: /umbrellas/ }).first().click()
    breakLine(100, ['loseRequest'])
    await say(tabs[0]!, 'Written before the end')
    await client.restart()
    breakLine(0)
    await client.page().goto(`${proxy.url}/en/`)
    await expect.poll(() => desk.wordsOf(question), { timeout: 30_000 }).toEqual(written)
    expect(client.violations).toEqual([])
  })

  /** As the browser does when it has found a network. */
  async function dispatchSync(session: CDPSession, tag: string) {
    const registrationId = await new Promise<string>((resolve, reject) => {
      setTimeout(() => reject(new Error('no registration')), 10_000)
      session.on('ServiceWorker.workerRegistrationUpdated', ({ registrations }) => {
        const ours = registrations.find(({ scopeURL, isDeleted }) => scopeURL.startsWith(proxy.url) && !isDeleted)
        if (ours) resolve(ours.registrationId)
      })
      session.send('ServiceWorker.enable').catch(reject)
    })
    await session.send('ServiceWorker.dispatchSyncEvent', { origin: proxy.url, registrationId, tag, lastChance: false })
  }
}, 240_000)
