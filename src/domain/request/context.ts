import type { Actor } from './actor.ts'
import type { PriceList } from '../catalog/price-list.ts'
import type { Service } from '../catalog/service.ts'
import type { Millis } from '../ids.ts'
import type { WorkingCalendar } from '../standard/working-calendar.ts'

/**
 * All that `decide` may know besides the request and the command. The phone fills it from its base, the server from its tables.
 * `termsIdByHash`: id by hash of every version of the terms in force or in grace, in every language.
 */
export type Context = {
  actor: Actor
  now: Millis
  service?: Service
  priceList?: PriceList
  /** Local dates on which the business is closed: prices may depend on them, so both ends pass the same. */
  holidays?: readonly string[]
  /** When the business is open: until when a visit may be moved for nothing hangs on it, and by when something was promised. */
  calendar?: WorkingCalendar
  termsIdByHash: Readonly<Record<string, string>>
  /** Facts that a phone does not have; there a confirmed time stays tentative. */
  serverOnly?: { isTimeTaken: (from: Millis, to: Millis) => boolean }
}
