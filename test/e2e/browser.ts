import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium, type BrowserContext, type Page } from 'playwright-core'

const flags = ['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync', '--disable-quic']

export const phone = { width: 390, height: 844 }
export const desktop = { width: 1280, height: 800 }

/** A person's browser with a profile on disk, which survives `restart` as a real one does. */
export type Profile = {
  context: BrowserContext
  page: () => Page
  /** Ends the browser and opens it again on the same profile. */
  restart: (options?: { isOffline?: boolean }) => Promise<void>
  /** SIGKILL, as when a phone's power ends; to be followed by `restart`. */
  kill: () => void
  /** Requests to anybody but the portal itself, and Content Security Policy violations, since the beginning. */
  strangers: string[]
  violations: string[]
  remove: () => Promise<void>
}

export async function openProfile({ origin, viewport = phone, locale = 'en-GB' }: { origin: string, viewport?: typeof phone, locale?: string }): Promise<Profile> {
  const folder = mkdtempSync(join(tmpdir(), 'servus-profile-'))
  const strangers: string[] = []
  const violations: string[] = []
  let context = await launch()

  async function launch() {
    const opened = await chromium.launchPersistentContext(folder, {
      executablePath: process.env.TEST_CHROMIUM ?? '/usr/bin/chromium', headless: true, args: flags, viewport, locale, timezoneId: 'Europe/Stockholm',
    })
    opened.on('request', request => {
      const url = request.url()
      if (!url.startsWith(origin) && !url.startsWith('blob:') && !url.startsWith('data:') && !url.startsWith('about:')) strangers.push(url)
    })
    await opened.exposeBinding('reportViolation', (_source, text: string) => { violations.push(text) })
    await opened.addInitScript(() => {
      document.addEventListener('securitypolicyviolation', event => {
        void (window as unknown as { reportViolation: (text: string) => void }).reportViolation(`${event.violatedDirective} ${event.blockedURI} ${event.sourceFile}:${event.lineNumber} ${event.sample}`)
      })
    })
    if (!opened.pages()[0]) await opened.newPage()
    return opened
  }

  const profile: Profile = {
    context,
    page: () => context.pages()[0]!,
    async restart({ isOffline = false } = {}) {
      await context.close().catch(() => {})
      context = await launch()
      profile.context = context
      await context.setOffline(isOffline)
    },
    kill: () => { for (const pid of processesOf(folder)) process.kill(pid, 'SIGKILL') },
    strangers,
    violations,
    remove: async () => {
      await context.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
  return profile
}

/** The browser's own process, which alone is told of the profile's folder first hand; its children end with it. */
function processesOf(folder: string): number[] {
  return readdirSync('/proc').filter(name => /^\d+$/.test(name)).map(Number).filter(pid => {
    try {
      const words = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0')
      return words.includes(`--user-data-dir=${folder}`) && !words.some(word => word.startsWith('--type='))
    } catch {
      return false
    }
  })
}
