import { spawn, type ChildProcess } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import puppeteer from 'puppeteer-core'
import { freePort } from '../free-port.ts'

/** A browser that is not Chromium, as far as a smoke run needs it. */
export type DrivenBrowser = {
  goto: (url: string) => Promise<void>
  /** Runs a function body in the page, which may await, and brings its answer back as JSON. */
  run: (body: string) => Promise<unknown>
  close: () => Promise<void>
}

const firefoxPath = ['/usr/bin/firefox-esr', '/usr/bin/firefox'].find(existsSync)
const webDriverPath = '/usr/bin/WebKitWebDriver'
const libraries = '/usr/lib'
const miniBrowserPath = existsSync(webDriverPath) && existsSync('/usr/bin/Xvfb') ? findMiniBrowser() : undefined

/** Debian keeps it below the library's folder, one for each version of its interface. */
function findMiniBrowser(): string | undefined {
  for (const architecture of readdirSync(libraries).filter(name => name.endsWith('-linux-gnu'))) {
    const found = ['webkit2gtk-4.1', 'webkit2gtk-4.0', 'webkitgtk-6.0'].map(name => join(libraries, architecture, name, 'MiniBrowser')).find(existsSync)
    if (found) return found
  }
  return undefined
}

/** Browsers that are installed here, by name. */
export const drivenBrowsers: Record<string, (() => Promise<DrivenBrowser>) | undefined> = {
  'Firefox': firefoxPath ? () => openFirefox(firefoxPath) : undefined,
  'WebKitGTK': miniBrowserPath ? () => openWebKit(miniBrowserPath) : undefined,
}

async function openFirefox(executablePath: string): Promise<DrivenBrowser> {
  const browser = await puppeteer.launch({ browser: 'firefox', executablePath, headless: true, timeout: 90_000, protocolTimeout: 90_000 })
  const [page] = await browser.pages()
  const tab = page ?? await browser.newPage()
  return {
    goto: async url => { await tab.goto(url, { waitUntil: 'domcontentloaded' }) },
    run: body => tab.evaluate(`(async () => { ${body} })()`),
    close: () => browser.close(),
  }
}

/** WebKitGTK's own small browser by plain WebDriver, on a screen that nobody sees. */
async function openWebKit(binary: string): Promise<DrivenBrowser> {
  const folder = mkdtempSync(join(tmpdir(), 'servus-webkit-'))
  const display = `:${90 + Math.floor(Math.random() * 900)}`
  const screen = spawn('Xvfb', [display, '-screen', '0', '1280x800x24', '-nolisten', 'tcp'], { stdio: 'ignore' })
  const port = await freePort()
  const driver = spawn(webDriverPath, [`--port=${port}`], {
    stdio: 'ignore', env: { ...process.env, DISPLAY: display, HOME: folder, XDG_RUNTIME_DIR: folder, GDK_BACKEND: 'x11', WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS: '1', WEBKIT_DISABLE_COMPOSITING_MODE: '1', LIBGL_ALWAYS_SOFTWARE: '1', NO_AT_BRIDGE: '1' },
  })
  const url = `http://127.0.0.1:${port}`
  async function call<Value>(method: string, path: string, body?: unknown): Promise<Value> {
    const answer = await fetch(url + path, { method, ...(body === undefined ? {} : { body: JSON.stringify(body) }) })
    const { value } = await answer.json() as { value: Value & { error?: string, message?: string } }
    if (!answer.ok) throw new Error(`${path}: ${value.error} ${value.message}`)
    return value
  }
  await until(() => fetch(`${url}/status`).then(answer => answer.ok, () => false))
  const capabilities = { alwaysMatch: { 'webkitgtk:browserOptions': { binary, args: ['--automation'] }, timeouts: { script: 90_000, pageLoad: 90_000 } } }
  const { sessionId } = await call<{ sessionId: string }>('POST', '/session', { capabilities })
  const session = `/session/${sessionId}`
  return {
    goto: async address => { await call('POST', `${session}/url`, { url: address }) },
    run: body => call('POST', `${session}/execute/async`, { script: `const done = arguments[arguments.length - 1]; (async () => { ${body} })().then(done, failure => done('failed: ' + failure))`, args: [] }),
    async close() {
      await call('DELETE', session).catch(() => {})
      for (const child of [driver, screen]) await end(child)
      rmSync(folder, { recursive: true, force: true, maxRetries: 3 })
    },
  }
}

async function until(holds: () => Promise<boolean>) {
  for (let tries = 0; tries < 300; tries++) {
    if (await holds()) return
    await new Promise(resolve => setTimeout(resolve, 100))
  }
  throw new Error('the driver did not start')
}

const end = (child: ChildProcess) => new Promise<void>(resolve => {
  if (child.exitCode !== null) return resolve()
  child.once('exit', () => resolve())
  child.kill('SIGKILL')
})
