import type { Millis } from '#domain/ids.ts'
import type { Time } from '#domain/request/commands/parts.ts'
import { instantAt } from '#domain/standard/local-time.ts'

/** A time as somebody types it: a date and two hours by the business's clock. */
export type WishedTime = { date: string, from: string, to: string }
export type WishProblem = 'missing' | 'order' | 'past'

export const emptyWish = (): WishedTime => ({ date: '', from: '', to: '' })
export const isEmptyWish = ({ date, from, to }: WishedTime) => date === '' && from === '' && to === ''

const clock = /^([01]\d|2[0-3]):([0-5]\d)/

function minuteOf(text: string): number | undefined {
  const [, hours, minutes] = clock.exec(text) ?? []
  return hours === undefined ? undefined : Number(hours) * 60 + Number(minutes)
}

/** The instants that were meant, or what is wrong with each line; empty lines are left out. */
export function readWishes(wishes: readonly WishedTime[], timeZone: string, now: Millis): { times: Time[] } | { problems: (WishProblem | undefined)[] } {
  const read = wishes.map(wish => isEmptyWish(wish) ? undefined : readWish(wish, timeZone, now))
  const times = read.flatMap(one => typeof one === 'object' ? [one] : [])
  const isWrong = read.some(one => typeof one === 'string')
  if (!isWrong && times.length > 0) return { times }
  return { problems: isWrong ? read.map(one => typeof one === 'string' ? one : undefined) : wishes.map((_wish, index) => index === 0 ? 'missing' : undefined) }
}

function readWish({ date, from, to }: WishedTime, timeZone: string, now: Millis): Time | WishProblem {
  const [begin, end] = [minuteOf(from), minuteOf(to)]
  if (!/^\d{4}-\d{2}-\d{2}$/.test(date) || begin === undefined || end === undefined) return 'missing'
  if (end <= begin) return 'order'
  const time = { from: instantAt(date, begin, timeZone), to: instantAt(date, end, timeZone) }
  return time.from < now ? 'past' : time
}
