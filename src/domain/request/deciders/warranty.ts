import type { RequestRow } from '../row.ts'
import { addMonths } from '../../standard/add-months.ts'
import type { Millis } from '../../ids.ts'

/** Until when the work is under warranty, from the day the result is first taken, or closed without a word. Nothing where there is none. */
export function warrantyFrom({ warrantyUntil, warrantyMonths }: RequestRow, now: Millis): { warrantyUntil?: Millis } {
  if (warrantyUntil !== undefined) return { warrantyUntil }
  return warrantyMonths > 0 ? { warrantyUntil: addMonths(now, warrantyMonths) } : {}
}
