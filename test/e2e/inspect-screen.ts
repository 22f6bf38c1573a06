import type { AxeResults } from 'axe-core'
import type { Page } from 'playwright-core'
import { desktop, phone } from './browser.ts'
import { findCutText } from './find-cut-text.ts'
import { keepPicture } from './keep-picture.ts'

const narrow = { width: 320, height: 640 }

/** What axe finds on the screen as it stands, one line for each kind. Preferences of the tool that are no rule of WCAG count too. */
async function findBarriers(page: Page): Promise<string[]> {
  const { violations } = await page.evaluate(() => (window as unknown as { axe: { run: (options: object) => Promise<AxeResults> } }).axe.run({
    resultTypes: ['violations'],
  }))
  return violations.map(({ id, nodes }) => `${id}: ${nodes.slice(0, 3).map(node => `${node.target.join(' ')} (${node.any[0]?.message ?? node.all[0]?.message ?? node.none[0]?.message ?? ''})`).join('; ')}`)
}

/** Everything that is wrong with the screen, for every way in which it may be looked at. */
export async function inspectScreen(page: Page, name: string): Promise<string[]> {
  const findings: string[] = []
  const add = (way: string, found: readonly string[]) => findings.push(...found.map(line => `${way}: ${line}`))

  for (const [device, viewport] of Object.entries({ phone, desktop })) {
    await page.setViewportSize(viewport)
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme })
      add(`${device}, ${colorScheme}`, await findBarriers(page))
      await keepPicture(page, `${name}-${device}-${colorScheme}`)
    }
    add(device, await findCutText(page))
  }
  await page.emulateMedia({ colorScheme: 'light' })

  const larger = await page.addStyleTag({ content: 'html { font-size: 200% }' })
  add('desktop, large text', await findCutText(page))
  await keepPicture(page, `${name}-desktop-large`)
  await page.setViewportSize(phone)
  add('phone, large text', await findCutText(page))
  await keepPicture(page, `${name}-phone-large`)
  await larger.evaluate(element => { element.parentNode?.removeChild(element) })

  await page.setViewportSize(narrow)
  add('narrow', await findCutText(page))
  await keepPicture(page, `${name}-narrow`)
  await page.setViewportSize(phone)
  return [...new Set(findings)]
}
