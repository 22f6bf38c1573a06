import type { Context } from './context.ts'
import { reject, type Rejection } from './rejection.ts'
import type { RequestRow } from './row.ts'
import { freeUntil } from '../catalog/visit-policy.ts'
import type { Millis } from '../ids.ts'

type Facts = Pick<Context, 'service' | 'calendar'>

/** Until when the appointed time may be moved or cancelled for nothing; undefined where nothing is appointed or the service has no such rule. */
export function freeUntilOf({ appointment }: Pick<RequestRow, 'appointment'>, { service, calendar }: Facts): Millis | undefined {
  if (!appointment || appointment.isTentative || !service?.visits || !calendar) return undefined
  return freeUntil(service.visits, appointment.from, calendar)
}

/** What moving or cancelling the appointed time costs a client at `now`, in minor units. A visit that has been made can no longer be called off. */
export function lateFeeOf(request: Pick<RequestRow, 'appointment'>, facts: Facts, now: Millis): number {
  const until = freeUntilOf(request, facts)
  return until === undefined || now <= until || now > request.appointment!.to ? 0 : facts.service!.visits!.lateFee
}

/** A client pays the fee that was shown and is due, neither more nor less; staff who record a client's word may leave it away. */
export function checkFee(request: RequestRow, fee: number | undefined, isRecorded: boolean, { actor, now, ...facts }: Context): Rejection | undefined {
  const due = lateFeeOf(request, facts, now)
  if (actor.kind === 'member') return (fee ?? 0) === due ? undefined : reject('price-changed', { total: due })
  if (fee === undefined) return undefined
  if (!isRecorded) return reject('not-allowed-for-you')
  return fee <= due ? undefined : reject('price-changed', { total: due })
}
