import type { AxeResults } from 'axe-core'
import type { Page } from 'playwright-core'
import { desktop, phone } from './browser.ts'
import { findCutText } from './find-cut-text.ts'
import { keepPicture } from './keep-picture.ts'

const narrow = { width: 320, height: 640 }

type Axe = { run: (options: object) => Promise<AxeResults> }

/** What axe finds on the screen as it stands, one line for each kind. In the second theme only colours can differ. */
async function findBarriers(page: Page, rules: 'all' | 'colours'): Promise<string[]> {
  const options = { resultTypes: ['violations'], ...(rules === 'colours' ? { runOnly: ['color-contrast', 'link-in-text-block'] } : {}) }
  const { violations } = await page.evaluate(chosen => (window as unknown as { axe: Axe }).axe.run(chosen), options)
  return violations.map(({ id, nodes }) => `${id}: ${nodes.slice(0, 3).map(({ target, any, all, none }) => `${target.join(' ')} (${[...any, ...all, ...none][0]?.message ?? ''})`).join('; ')}`)
}

/** Until what was changed about the screen has been drawn. */
const drawn = (page: Page) => page.evaluate(() => new Promise(resolve => { requestAnimationFrame(() => requestAnimationFrame(resolve)) }))

/** Everything that is wrong with the screen, for every way in which it may be looked at, or only on a phone and a narrow one. */
export async function inspectScreen(page: Page, name: string, isWhole: boolean): Promise<string[]> {
  const findings: string[] = []
  const look = async (way: string, find: () => Promise<string[]>) => {
    await drawn(page)
    findings.push(...(await find()).map(line => `${way}: ${line}`))
    await keepPicture(page, `${name}-${way}`)
  }

  for (const [device, viewport] of Object.entries(isWhole ? { phone, desktop } : { phone })) {
    await page.setViewportSize(viewport)
    await look(device, async () => [...await findBarriers(page, 'all'), ...await findCutText(page)])
    if (!isWhole) continue
    await page.emulateMedia({ colorScheme: 'dark' })
    await look(`${device}, dark`, () => findBarriers(page, 'colours'))
    await page.emulateMedia({ colorScheme: 'light' })
  }
  if (isWhole) {
    const larger = await page.addStyleTag({ content: 'html { font-size: 200% }' })
    await look('desktop, large text', () => findCutText(page))
    await page.setViewportSize(phone)
    await look('phone, large text', () => findCutText(page))
    await larger.evaluate(element => { element.parentNode?.removeChild(element) })
  }
  await page.setViewportSize(narrow)
  await look('narrow', () => findCutText(page))
  await page.setViewportSize(phone)
  return findings
}
