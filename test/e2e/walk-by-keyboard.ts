import type { Page } from 'playwright-core'

/**
 * Walks through the whole page with the Tab key. Tells which controls were not reached, and which had the focus while
 * something lay over all of it. Of a group of radios one is enough, arrows lead to the others; a field for a date is several
 * stops.
 */
export async function walkByKeyboard(page: Page): Promise<string[]> {
  const count = await page.evaluate(() => {
    // An open dialog has the keyboard to itself.
    const place = document.querySelector('dialog:modal') ?? document.body
    const controls = [...place.querySelectorAll<HTMLElement>('a[href], button:not(:disabled), input:not(:disabled), select, textarea, summary, [tabindex="0"]')]
      .filter(control => control.checkVisibility({ visibilityProperty: true }))
    controls.forEach((control, index) => { control.dataset.walk = String(index) })
    const start = document.createElement('span')
    start.tabIndex = -1
    place.prepend(start)
    start.focus({ preventScroll: true })
    start.addEventListener('blur', () => { start.remove() })
    return controls.length
  })
  const covered: string[] = []
  for (let step = 0; step < count + 30; step++) {
    await page.keyboard.press('Tab')
    const { isOver, hidden } = await page.evaluate(() => {
      const control = document.activeElement as HTMLElement | null
      if (!control || control === document.body) return { isOver: true, hidden: undefined }
      const isSame = control.dataset.walked === 'last'
      const isBack = control.dataset.walked === 'before'
      if (!isSame) for (const other of document.querySelectorAll<HTMLElement>('[data-walked=last]')) other.dataset.walked = 'before'
      control.dataset.walked = 'last'
      const shown = control.closest('label') ?? control
      const { left, right, top, bottom } = shown.getBoundingClientRect()
      const points = [0.5, 0.1, 0.9].flatMap(across => [0.5, 0.15, 0.85].map(down => [left + (right - left) * across, top + (bottom - top) * down] as const))
      const isSeen = points.some(([x, y]) => {
        const above = document.elementFromPoint(x, y)
        return above !== null && (shown.contains(above) || above.contains(shown))
      })
      return { isOver: isBack, hidden: isSeen ? undefined : `${control.localName} "${(control.innerText || control.getAttribute('aria-label') || control.id).slice(0, 40)}"` }
    })
    if (isOver) break
    if (hidden) covered.push(`${hidden} has the focus but cannot be seen`)
  }
  await page.evaluate(() => { (document.activeElement as HTMLElement | null)?.blur() })
  const missed = await page.evaluate(() => {
    const walked = [...document.querySelectorAll<HTMLElement>('[data-walked]')]
    const groups = new Set(walked.map(control => control instanceof HTMLInputElement && control.type === 'radio' ? control.name : ''))
    const names = [...document.querySelectorAll<HTMLElement>('[data-walk]:not([data-walked])')]
      .filter(control => !(control instanceof HTMLInputElement && control.type === 'radio' && groups.has(control.name)))
      .map(control => `${control.localName} "${(control.innerText || control.getAttribute('aria-label') || control.id).slice(0, 40)}" is not reached by Tab`)
    for (const control of document.querySelectorAll<HTMLElement>('[data-walk], [data-walked]')) {
      delete control.dataset.walk
      delete control.dataset.walked
    }
    return names
  })
  return [...covered, ...missed]
}
