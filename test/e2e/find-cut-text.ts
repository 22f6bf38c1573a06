import type { Page } from 'playwright-core'

/**
 * Text that cannot be read whole: the page scrolls sideways, words stick out of their box, or something that hides what
 * does not fit hides some of them. What scrolls by itself, such as a wide table, may be as wide as it likes; words that only
 * screen readers are told do not count.
 */
export const findCutText = (page: Page): Promise<string[]> => page.evaluate(() => {
  const found: string[] = []
  const slack = 1.5
  const { scrollWidth } = document.scrollingElement!
  if (scrollWidth > innerWidth) {
    const wide = [...document.body.querySelectorAll('*')].filter(element => element.getBoundingClientRect().right > innerWidth + slack && !element.closest('.visually-hidden'))
    const innermost = wide.filter(element => !wide.some(other => other !== element && element.contains(other)))
    found.push(`the page is ${scrollWidth} wide on a screen of ${innerWidth}, for ${innermost.slice(0, 3).map(element => `${nameOf(element)} in ${nameOf(element.parentElement!)}`).join(', ')}`)
  }

  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const words = node.textContent?.trim()
    const holder = node.parentElement
    if (!words || !holder || holder.closest('.skip, script, style, option, svg')) continue
    if (!holder.checkVisibility({ visibilityProperty: true })) continue
    const range = document.createRange()
    range.selectNodeContents(node)
    const text = range.getBoundingClientRect()
    if (text.width === 0) continue
    const problem = problemOf(holder, text)
    if (problem) found.push(`"${words.slice(0, 50)}" ${problem}`)
  }
  for (const select of document.querySelectorAll('select')) {
    const words = select.selectedOptions[0]?.text ?? ''
    const style = getComputedStyle(select)
    const pen = document.createElement('canvas').getContext('2d')!
    pen.font = style.font
    const room = select.clientWidth - parseFloat(style.paddingInlineStart) - parseFloat(style.paddingInlineEnd)
    if (select.checkVisibility() && pen.measureText(words).width > room + slack) found.push(`"${words}" does not fit its list of choices`)
  }
  return found

  function problemOf(holder: Element, text: DOMRect): string | undefined {
    for (let box: Element | null = holder; box; box = box.parentElement) {
      const { display, overflowX, overflowY, clipPath } = getComputedStyle(box)
      if (clipPath === 'inset(50%)') return undefined
      if (display.startsWith('inline') && !display.includes('-') || display === 'contents') continue
      const edge = box.getBoundingClientRect()
      const isOut = text.left < edge.left - slack || text.right > edge.right + slack
      if (overflowX === 'auto' || overflowX === 'scroll') return undefined
      if (isOut && overflowX !== 'visible') return `is cut by ${nameOf(box)}`
      if (isOut) return `sticks out of ${nameOf(box)}`
      const isHidden = overflowY === 'hidden' || overflowY === 'clip'
      if (isHidden && (text.top < edge.top - slack || text.bottom > edge.bottom + slack)) return `is cut by ${nameOf(box)}`
      if (overflowY === 'auto' || overflowY === 'scroll') return undefined
    }
    return undefined
  }

  function nameOf(element: Element) {
    return `${element.localName}${[...element.classList].map(name => `.${name}`).join('')}`
  }
})
