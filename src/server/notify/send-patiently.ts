import { randomUUID } from 'node:crypto'
import type { Mail, Mailer } from './mailer.ts'

export type Patience = {
  /** After this moment the mail is of no use to anybody. */
  until: number
  now?: () => number
  pause?: (ms: number) => Promise<void>
}

const firstPauseMs = 1_000
const longestPauseMs = 60_000

/**
 * Hands a mail over, trying again while the mail server is away or asks for time. Every try carries the same Message-ID (RFC 5322, 3.6.4), so that a
 * mail whose acceptance was not heard is known again where it arrives. Throws what the last try failed with: at once where it was refused for good.
 */
export async function sendPatiently(mailer: Mailer, mail: Mail, { until, now = Date.now, pause = rest }: Patience): Promise<void> {
  const identified = { ...mail, messageId: `<${randomUUID()}@servus>` }
  for (let failures = 0; ; failures++) {
    try {
      return await mailer.send(identified)
    } catch (failure) {
      const waitMs = Math.min(longestPauseMs, firstPauseMs * 2 ** failures) * (0.5 + Math.random() / 2)
      if (isRefused(failure) || now() + waitMs > until) throw failure
      await pause(waitMs)
    }
  }
}

/** An answer of 500 to 599 is final (RFC 5321, 4.2.1); anything else, no answer included, may pass. */
const isRefused = (failure: unknown) => failure instanceof Error && 'responseCode' in failure && Number(failure.responseCode) >= 500

const rest = (ms: number) => new Promise<void>(resolve => { setTimeout(resolve, ms).unref() })
