import type { Decision } from './decider.ts'
import { quickOffer } from './quick-offer.ts'
import type { CommandOf } from '../command.ts'
import type { Context } from '../context.ts'
import type { EventOf } from '../event.ts'
import { isRejection, reject, type Rejection } from '../rejection.ts'
import { priceUntil, type PriceList } from '../../catalog/price-list.ts'
import type { Service } from '../../catalog/service.ts'
import type { Breakdown } from '../../pricing/breakdown.ts'
import { calculate } from '../../pricing/calculate.ts'
import { isSamePrice } from '../../pricing/compare.ts'

type Submitted = EventOf<'submitted'>

/**
 * The first command of a request. The price is worked out anew from the price list in force: where it differs from what the
 * client saw, both are kept, the difference is shown and nothing is refused. A quick request with a firm price brings its
 * proposal along; any other goes the full way.
 */
export function decideSubmit(command: CommandOf<'submit'>, context: Context): Decision {
  const { args } = command
  const { service, priceList, actor, now } = context
  // An estimate that nobody can work out anew is not kept: it would look like one of ours.
  const { estimate, ...wish } = args
  const isPriced = args.serviceId !== undefined && args.answers !== undefined
  const submitted: Submitted = {
    type: 'submitted',
    ...wish,
    ...(isPriced && estimate ? { estimate } : {}),
    path: args.path === 'question' ? 'question' : 'full',
    warrantyMonths: service?.warrantyMonths ?? 0,
    ...(actor.kind === 'staff' ? { staffMade: true } : {}),
  }
  if (args.serviceId === undefined) return submitted
  if (service?.id !== args.serviceId || !priceList) return reject('no-such-service', { serviceId: args.serviceId })
  if (args.mode && !service.modes.some(mode => mode.id === args.mode)) return reject('mode-not-offered', { mode: args.mode })
  if (args.answers === undefined) return submitted
  const price = priceNow(args, service, priceList, context)
  if (isRejection(price)) return price
  const priced = withPrice(submitted, price)
  const offer = args.path === 'quick' && !priced.recomputed ? quickOffer(service, price, args.language, priceUntil(priceList, now)) : undefined
  return offer ? [{ ...priced, path: 'quick' }, offer] : priced
}

function priceNow(args: CommandOf<'submit'>['args'], service: Service, priceList: PriceList, { now, holidays }: Context): Breakdown | Rejection {
  const price = calculate(service.price, args.answers ?? {}, {
    priceList: { id: priceList.id, validUntil: priceUntil(priceList, now) },
    ...(args.mode ? { mode: args.mode } : {}),
    ...(holidays ? { holidays } : {}),
  })
  return price.ok ? price.value : reject('answer-wrong', { field: price.refusal.field, problem: price.refusal.code })
}

function withPrice(submitted: Submitted, price: Breakdown): Submitted {
  if (!submitted.estimate) return { ...submitted, estimate: price }
  return isSamePrice(submitted.estimate, price) ? submitted : { ...submitted, recomputed: price }
}
