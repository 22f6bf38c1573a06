import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { settledScopes } from './client-steps.ts'
import { deskPerson, type DeskPerson } from './desk-calls.ts'
import { drivenBrowsers, type DrivenBrowser } from './driven-browser.ts'
import { runServer, type RunningServer } from './running-server.ts'
import { isLong } from './sync-steps.ts'

/** Smoke runs in the other engines, at length only: the app starts without a network, saves what is written, and sends it later. */
describe.runIf(isLong).each(Object.entries(drivenBrowsers))('%s', (name, open) => {
  let server: RunningServer
  let desk: DeskPerson
  let browser: DrivenBrowser | undefined

  beforeAll(async () => {
    if (!open) return
    server = await runServer()
    desk = await deskPerson(server.url)
    browser = await open()
  })
  afterAll(async () => {
    await browser?.close()
    await server?.remove()
  })
  afterEach(async ({ task }) => {
    if (task.result?.state === 'fail') console.log(await browser?.run('return location.href + document.body.innerText').catch(String))
  })

  const holds = (body: string) => expect.poll(() => browser!.run(body), { timeout: 90_000, interval: 300 }).toBe(true)
  const says = (words: string) => holds(`return document.body.innerText.includes(${JSON.stringify(words)})`)
  const click = (word: string) => browser!.run(`[...document.querySelectorAll('main button')].find(button => button.textContent.trim() === ${JSON.stringify(word)}).click()`)
  const fill = (selector: string, text: string) => browser!.run(`
    const field = document.querySelector(${JSON.stringify(selector)})
    Object.getOwnPropertyDescriptor(Object.getPrototypeOf(field), 'value').set.call(field, ${JSON.stringify(text)})
    field.dispatchEvent(new Event('input', { bubbles: true }))`)

  it.skipIf(!open)(`starts offline, writes offline and sends later${open ? '' : `: ${name} is not installed here`}`, async () => {
    await browser!.goto(`${server.url}/en/`)
    await browser!.run("localStorage.setItem('servus-language', 'en')")
    await holds('await navigator.serviceWorker.ready; return Boolean(navigator.serviceWorker.controller)')
    await holds(`return (${settledScopes.toString()})()`)
    await server.stop()

    await browser!.goto(`${server.url}/requests/new?question=1`)
    await says('Your question')
    await fill('main textarea', 'Do you mend lamps?')
    await click('Continue')
    await says('How can we reach you?')
    await fill('input[name=name]', 'Vera Lind')
    await fill('input[name=email]', 'vera@client.example')
    await click('Send the question')
    await says('Saved on this device')

    await server.start()
    await expect.poll(async () => {
      await browser!.run("window.dispatchEvent(new Event('online'))")
      return desk.wordsOf('Do you mend lamps?')
    }, { timeout: 90_000, interval: 1_000 }).toEqual(['Do you mend lamps?'])
    await says('We have it')
  })
}, 300_000)
