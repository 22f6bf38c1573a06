/** No server's word keeps a phone silent for longer. */
export const longestRetryAfterMs = 15 * 60 * 1000

/** `Retry-After` (RFC 9110, 10.2.3) as milliseconds from now, given as seconds or as a date; what makes no sense is left out, too much is capped. */
export function readRetryAfter(header: string | null, now: number): number | undefined {
  if (header === null || header.trim() === '') return undefined
  const ms = /^\s*\d+\s*$/.test(header) ? Number(header) * 1000 : Date.parse(header) - now
  return Number.isNaN(ms) ? undefined : Math.min(Math.max(ms, 0), longestRetryAfterMs)
}
