import type { Deciders } from './decider.ts'
import type { Time } from '../commands/parts.ts'
import type { Context } from '../context.ts'
import { reject } from '../rejection.ts'
import type { RequestRow } from '../row.ts'

const isSameTime = (a: Time, b: Time) => a.from === b.from && a.to === b.to

/** A client picks among the offered times; staff may set any. A phone cannot know whether a time is still free. */
function checkTime(request: RequestRow, time: Time, { actor, now, serverOnly }: Context) {
  if (time.from < now) return reject('time-past')
  if (actor.kind === 'member' && !request.offeredTimes.some(offered => isSameTime(offered, time))) return reject('time-not-offered')
  if (serverOnly?.isTimeTaken(time.from, time.to)) return reject('time-taken')
  return undefined
}

export const visiting: Deciders<
  'proposeTimes' | 'confirmTime' | 'moveTime' | 'cancelTime' | 'receiveItem' | 'readyForPickup' | 'handOver'
> = {
  proposeTimes: (_request, { args }, { now }) => (args.times.some(time => time.from < now) ? reject('time-past') : { type: 'timesProposed', ...args }),
  confirmTime(request, { args }, context) {
    const { actor, serverOnly, termsIdByHash } = context
    const isPriced = args.price !== undefined && !request.agreement
    if (isPriced && actor.kind === 'member' && !actor.confirmed) return reject('confirm-address-first')
    if (isPriced && !Object.hasOwn(termsIdByHash, args.termsHash ?? '')) return reject('terms-changed')
    return checkTime(request, args.time, context) ?? { type: 'timeConfirmed', ...args, isTentative: serverOnly === undefined }
  },
  moveTime(request, { args }, context) {
    if (!request.appointment) return reject('no-appointment')
    return checkTime(request, args.time, context) ?? { type: 'timeMoved', ...args }
  },
  cancelTime: (request, { args }) => (request.appointment ? { type: 'timeCancelled', ...args } : reject('no-appointment')),
  receiveItem: (_request, { args }) => ({ type: 'itemReceived', ...args }),
  readyForPickup: (request, { args }) => (request.item ? { type: 'itemReady', ...args } : reject('no-item')),
  handOver: (request, { args }) => (request.item ? { type: 'itemHandedOver', ...args } : reject('no-item')),
}
