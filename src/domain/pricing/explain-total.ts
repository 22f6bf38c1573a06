import type { Phrase, PhraseParam } from '../phrase.ts'
import type { Breakdown } from './breakdown.ts'

type Priced = Pick<Breakdown, 'currency' | 'total' | 'most'>

/** The total in one phrase: exactly, about, between, from, or on request. */
export function explainTotal({ currency, total }: Priced): Phrase {
  const money = (amount: number): PhraseParam => ({ money: amount, currency })
  switch (total.kind) {
    case 'firm': return { key: 'pricing.total.firm', params: { amount: money(total.amount) } }
    case 'from': return { key: 'pricing.total.from', params: { amount: money(total.amount) } }
    case 'request': return { key: 'pricing.total.request', params: {} }
    case 'range': return total.low === total.high
      ? { key: 'pricing.total.about', params: { amount: money(total.low) } }
      : { key: 'pricing.total.range', params: { low: money(total.low), high: money(total.high) } }
    default: return total satisfies never
  }
}

/** The promise under an estimate: the most it can become without a new yes. Nothing for a firm or an open price. */
export function explainMost({ currency, total, most }: Priced): Phrase | undefined {
  if (most === undefined || total.kind !== 'range') return undefined
  return { key: 'pricing.total.most', params: { most: { money: most, currency } } }
}

/** What would narrow the price. */
export function explainBecause({ total }: Priced): Phrase | undefined {
  if (total.kind === 'firm' || total.because.length === 0) return undefined
  return { key: 'pricing.total.because', params: { reasons: { list: total.because.map(({ text }) => ({ localized: text })), join: 'and' } } }
}
