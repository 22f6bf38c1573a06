import type { Time } from '../commands/parts.ts'
import type { RequestEvent } from '../event.ts'
import type { RequestRow } from '../row.ts'
import { withoutUndefined } from '../without-undefined.ts'
import { without, withFee } from './agreement.ts'

/** Stages 4 to 8: visits, things, work, control, completion, warranty. */
export function evolveWork(request: RequestRow, event: RequestEvent): RequestRow {
  const { body, at } = event
  switch (body.type) {
    case 'timesProposed': return {
      ...without(request, 'offeredPrice'),
      offeredTimes: body.times, offeredBy: event.by.kind === 'staff' ? 'staff' : 'member',
      ...(body.price === undefined ? {} : { offeredPrice: body.price }),
    }
    case 'timeConfirmed': {
      const visit = body.price === undefined ? {} : { visit: { price: body.price, termsHash: body.termsHash ?? '', at } }
      return { ...withTime(request, body), ...visit }
    }
    case 'timeMoved': return withFee(withTime(request, body), body.fee)
    case 'timeCancelled': return withFee(withoutTime(request, at), body.fee)
    case 'itemReceived': return { ...request, item: { item: body.item, isReady: false } }
    case 'itemReady': return request.item ? { ...request, item: { ...request.item, isReady: true } } : request
    case 'itemHandedOver': return without(request, 'item')
    case 'executorNamed': return { ...request, executor: body.name }
    case 'workStarted': return { ...request, state: 'inProgress' }
    case 'workPaused': {
      const { type: _type, ...pause } = body
      return { ...request, state: 'paused', pause: withoutUndefined(pause) as NonNullable<RequestRow['pause']> }
    }
    case 'workResumed': return { ...without(request, 'pause'), state: 'inProgress' }
    case 'changeOffered': {
      const { type: _type, ...change } = body
      const returnTo = request.state === 'changeOffered' ? request.returnTo : request.state
      return { ...request, ...(returnTo ? { returnTo } : {}), state: 'changeOffered', revision: body.revision, change }
    }
    case 'changeAccepted': {
      const { type: _type, ...change } = body
      return afterChange({ ...request, acceptedChanges: [...request.acceptedChanges, change] })
    }
    case 'changeRefused': case 'changeWithdrawn': return afterChange(request)
    case 'workFinished': {
      const result = withoutUndefined({ lines: body.lines, total: body.total, text: body.text, at }) as NonNullable<RequestRow['result']>
      return body.skipsCheck ? { ...request, result, state: 'delivered', wasDelivered: true } : { ...request, result, state: 'checking' }
    }
    case 'resultChecked': return { ...request, state: 'delivered', wasDelivered: true }
    case 'returnedToWork': case 'reworkAsked': return { ...request, state: 'inProgress' }
    case 'resultAccepted': return {
      ...without(request, 'claimFrom'),
      state: 'accepted', acceptedAt: at,
      ...(body.warrantyUntil === undefined ? {} : { warrantyUntil: body.warrantyUntil }),
    }
    case 'warrantyClaimed': return { ...request, state: 'claimed', claimFrom: request.state === 'closed' ? 'closed' : 'accepted' }
    case 'claimWithdrawn': case 'claimDeclined': case 'claimCancelled':
      return { ...without(request, 'claimFrom', 'change', 'pause', 'returnTo'), state: request.claimFrom ?? 'accepted' }
    default: return request
  }
}

const withTime = (request: RequestRow, { time, isTentative }: { time: Time, isTentative: boolean }): RequestRow =>
  ({ ...without(request, 'offeredBy', 'offeredPrice'), offeredTimes: [], appointment: { ...time, isTentative } })

/** A visit that was called off before it began, while nothing else is agreed, is not to be paid. */
function withoutTime(request: RequestRow, at: number): RequestRow {
  const isAhead = request.appointment !== undefined && at < request.appointment.from
  return isAhead && !request.agreement ? without(request, 'appointment', 'visit') : without(request, 'appointment')
}

const afterChange = (request: RequestRow): RequestRow =>
  ({ ...without(request, 'change', 'returnTo'), state: request.returnTo ?? 'inProgress' })
