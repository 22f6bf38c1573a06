import type { Page } from 'playwright-core'
import type { Language } from '#domain/language.ts'
import { inspectScreen } from './inspect-screen.ts'
import { settle, speak } from './inspected-browser.ts'
import { walkByKeyboard } from './walk-by-keyboard.ts'

/** One screen as somebody comes to it. Without a path it goes on where the one before ended, in its language. */
export type Screen = {
  name: string
  language: Language
  path?: string
  /** Done on the screen before. */
  prepare?: (page: Page) => Promise<unknown>
  open?: (page: Page) => Promise<unknown>
}

/** How thoroughly a screen is tried: by keyboard, and in every way in which it may be looked at; else it is only opened. */
export type Visit = { byKeyboard: boolean, isWhole: boolean }

/** Opens a screen and tells everything that is wrong with it. */
export async function visit(page: Page, origin: string, screen: Screen, { byKeyboard, isWhole }: Visit): Promise<string[]> {
  await screen.prepare?.(page)
  await speak(page, screen.language)
  if (screen.path) {
    await page.goto(`${origin}${screen.path}`)
    await settle(page)
  }
  await screen.open?.(page)
  if (!byKeyboard && !isWhole) return []
  await settle(page)
  return [...byKeyboard ? await walkByKeyboard(page) : [], ...await inspectScreen(page, screen.name, isWhole)]
}
