import type { Millis } from '#domain/ids.ts'
import { instantAt, isTimeZone, localTime } from '#domain/standard/local-time.ts'

const two = (number: number) => String(number).padStart(2, '0')

/** An instant as `<input type="datetime-local">` has it, by the clock of the business. */
export function toWallTime(at: Millis, timeZone: string): string {
  const { date, hour, minute } = localTime(at, timeZone)
  return `${date}T${two(hour)}:${two(minute)}`
}

/** The instant that such a field means; nothing where it is empty or no time. */
export function fromWallTime(text: string, timeZone: string): Millis | undefined {
  const [, date, hour, minute] = /^(\d{4}-\d{2}-\d{2})T(\d{2}):(\d{2})/.exec(text) ?? []
  if (date === undefined || Number.isNaN(Date.parse(date)) || !isTimeZone(timeZone)) return undefined
  return instantAt(date, Number(hour) * 60 + Number(minute), timeZone)
}
