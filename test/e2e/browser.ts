import { mkdtempSync, rmSync } from 'node:fs'
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
      await context.close()
      context = await launch()
      profile.context = context
      await context.setOffline(isOffline)
    },
    strangers,
    violations,
    remove: async () => {
      await context.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
  return profile
}
