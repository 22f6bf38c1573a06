import type { Millis } from '../ids.ts'

/** The same day of the month `months` later, or the month's last day where there is none (UTC). */
export function addMonths(at: Millis, months: number): Millis {
  const date = new Date(at)
  const day = date.getUTCDate()
  date.setUTCDate(1)
  date.setUTCMonth(date.getUTCMonth() + months)
  const lastDay = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate()
  date.setUTCDate(Math.min(day, lastDay))
  return date.getTime()
}
