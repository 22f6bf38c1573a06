import type { Millis } from '#domain/ids.ts'

/** An answer's way through the network makes it a little old; so much is no wrong clock. */
const toleranceMs = 60_000

let offsetMs = 0

/** What time it is by the server, as far as an answer has told it since this page began; else by this device. Deadlines and days are counted from it. */
export const serverNow = (): Millis => Date.now() + offsetMs

/** Must be told the server's time of every answer at once. */
export function hearServerTime(told: Millis, now: Millis = Date.now()) {
  const difference = told - now
  offsetMs = Math.abs(difference) < toleranceMs ? 0 : difference
}
