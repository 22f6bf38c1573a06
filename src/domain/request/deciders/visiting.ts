import type { Deciders } from './decider.ts'
import type { CommandOf } from '../command.ts'
import type { Time } from '../commands/parts.ts'
import type { Context } from '../context.ts'
import { checkFee } from '../late-fee.ts'
import { reject, type Rejection } from '../rejection.ts'
import type { RequestRow } from '../row.ts'

const isSameTime = (a: Time, b: Time) => a.from === b.from && a.to === b.to

/** A client picks among the times that staff offered; staff may set any. A phone cannot know whether a time is still free. */
function checkTime(request: RequestRow, time: Time, { actor, now, serverOnly }: Context) {
  if (time.from < now) return reject('time-past')
  const offered = request.offeredBy === 'staff' ? request.offeredTimes : []
  if (actor.kind === 'member' && !offered.some(one => isSameTime(one, time))) return reject('time-not-offered')
  if (serverOnly?.isTimeTaken(time.from, time.to)) return reject('time-taken')
  return undefined
}

/**
 * Confirming a time with a price is a yes to that price, so it takes the client, or staff who record their spoken yes.
 * Once there is an agreement a price goes by changes to it.
 */
function checkPrice(request: RequestRow, { args, via }: CommandOf<'confirmTime'>, { actor, termsIdByHash }: Context): Rejection | undefined {
  const { price, termsHash } = args
  const asked = request.agreement ? undefined : request.offeredPrice
  if (actor.kind === 'member' && price !== asked) return reject('price-changed', asked === undefined ? {} : { total: asked })
  if (price === undefined) return undefined
  if (request.agreement) return reject('more-than-agreed', { total: price, most: request.agreement.most })
  if (actor.kind === 'staff' && !via) return reject('not-allowed-for-you')
  if (actor.kind === 'member' && !actor.confirmed) return reject('confirm-address-first')
  return Object.hasOwn(termsIdByHash, termsHash ?? '') ? undefined : reject('terms-changed')
}

export const visiting: Deciders<
  'proposeTimes' | 'confirmTime' | 'moveTime' | 'cancelTime' | 'receiveItem' | 'readyForPickup' | 'handOver'
> = {
  proposeTimes(request, { args }, { actor, now }) {
    if (args.times.some(time => time.from < now)) return reject('time-past')
    if (args.price !== undefined && actor.kind !== 'staff') return reject('not-allowed-for-you')
    if (args.price !== undefined && request.agreement) return reject('more-than-agreed', { total: args.price, most: request.agreement.most })
    return { type: 'timesProposed', ...args }
  },
  confirmTime: (request, command, context) =>
    checkPrice(request, command, context) ?? checkTime(request, command.args.time, context)
    ?? { type: 'timeConfirmed', ...command.args, isTentative: context.serverOnly === undefined },
  moveTime(request, { args, via }, context) {
    if (!request.appointment) return reject('no-appointment')
    return checkFee(request, args.fee, via !== undefined, context) ?? checkTime(request, args.time, context) ?? { type: 'timeMoved', ...args, isTentative: context.serverOnly === undefined }
  },
  cancelTime: (request, { args, via }, context) =>
    request.appointment ? checkFee(request, args.fee, via !== undefined, context) ?? { type: 'timeCancelled', ...args } : reject('no-appointment'),
  receiveItem: (_request, { args }) => ({ type: 'itemReceived', ...args }),
  readyForPickup: (request, { args }) => (request.item ? { type: 'itemReady', ...args } : reject('no-item')),
  handOver: (request, { args }) => (request.item ? { type: 'itemHandedOver', ...args } : reject('no-item')),
}
