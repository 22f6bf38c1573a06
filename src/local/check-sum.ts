import type { Millis } from '#domain/ids.ts'
import { emptySum } from './content-sum.ts'
import type { Feed } from './feed-database.ts'

/** A scope whose content hash was wrong is begun anew once in this time; a second difference is told instead. */
export const mendAgainMs = 24 * 60 * 60 * 1000

/**
 * A scope that was just whole, held against the server's content hash. The first difference begins it anew beside what is shown; one more
 * within a day is kept to be told, since fetching it all again for ever would cure nothing.
 */
export function checkSum(feed: Feed, sum: string, expected: string | undefined, now: Millis): { feed: Feed, isMending: boolean } {
  if (expected === undefined) return { feed, isMending: false }
  if (expected === sum) {
    const { differsSince: _over, ...sound } = feed
    return { feed: sound, isMending: false }
  }
  if (wasMended(feed, now)) return { feed: { ...feed, differsSince: feed.differsSince ?? now }, isMending: false }
  return { feed: { ...feed, settled: 0, mendedAt: now, filling: { fill: feed.shown + 1, cursor: 0, sum: emptySum } }, isMending: true }
}

// A clock that was set back must not make a mistake last.
const wasMended = ({ mendedAt }: Feed, now: Millis) => mendedAt !== undefined && Math.abs(now - mendedAt) < mendAgainMs

/** Whether nothing more is to be done about this content hash: it is right, or it was told that it is not. */
export const isSettledSum = (feed: Feed, expected: string | undefined, now: Millis): boolean =>
  feed.sum !== undefined && (expected === undefined || (feed.sum === expected ? feed.differsSince === undefined : feed.differsSince !== undefined && wasMended(feed, now)))
