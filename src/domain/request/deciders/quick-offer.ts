import type { EventOf } from '../event.ts'
import type { Line } from '../commands/parts.ts'
import type { Service } from '../../catalog/service.ts'
import { pickText, type Language } from '../../language.ts'
import type { Millis } from '../../ids.ts'
import type { Breakdown, BreakdownLine } from '../../pricing/breakdown.ts'

const kindByGroup = { labour: 'labour', part: 'part', travel: 'travel', other: 'other' } as const

/** A line of a firm price as a line of a proposal, in the client's language. */
function toLine(line: BreakdownLine, language: Language): Line {
  return {
    id: line.id,
    label: pickText(line.label, language).text,
    kind: line.kind === 'discount' ? 'discount' : kindByGroup[line.group],
    ...(line.quantity === undefined ? {} : { quantity: line.quantity }),
    ...(line.unit === undefined ? {} : { unit: pickText(line.unit, language).text }),
    amount: line.amount.low,
    taxRate: line.taxRate,
  }
}

/** The proposal that a firm price makes at once; nothing where the price is not firm or tax comes on top of it. */
export function quickOffer(service: Service, price: Breakdown, language: Language, validUntil: Millis): EventOf<'proposalOffered'> | undefined {
  if (service.path !== 'quick' || price.total.kind !== 'firm' || !price.taxIncluded || price.lines.length === 0) return undefined
  const lines = price.lines.map(line => toLine(line, language))
  return { type: 'proposalOffered', revision: 1, options: [{ id: 'price', title: pickText(service.title, language).text, lines }], validUntil }
}
