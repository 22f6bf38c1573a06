import type { Millis } from '#domain/ids.ts'
import type { RequestEvent } from '#domain/request/event.ts'

/** One line of what was asked for and what moved. `isIn`: it lessens what is owed. Amounts in minor units. */
export type MoneyEntry = {
  kind: 'visit' | 'deposit' | 'bill' | 'payment' | 'refund' | 'fee'
  number: number
  at: Millis
  amount: number
  note?: string | undefined
  isIn: boolean
}

/** Everything about money that happened, in its order. */
export const moneyEntries = (events: readonly RequestEvent[]): MoneyEntry[] => events.flatMap(({ body, number, at }): MoneyEntry[] => {
  switch (body.type) {
    case 'timeConfirmed': return body.price ? [{ kind: 'visit', number, at, amount: body.price, isIn: false }] : []
    case 'depositRequired': return [{ kind: 'deposit', number, at, amount: body.amount, note: body.reason, isIn: false }]
    case 'billIssued': return [{ kind: 'bill', number, at, amount: body.total, note: body.text, isIn: false }]
    case 'paymentRecorded': return [{ kind: 'payment', number, at, amount: body.amount, note: body.method, isIn: true }]
    case 'refunded': return [{ kind: 'refund', number, at, amount: body.amount, note: body.reason, isIn: false }]
    case 'timeMoved': case 'timeCancelled': case 'cancelled': return body.fee ? [{ kind: 'fee', number, at, amount: body.fee, note: body.reason, isIn: false }] : []
    default: return []
  }
})
