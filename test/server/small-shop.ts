import { createHash } from 'node:crypto'
import * as v from 'valibot'
import { serviceSchema } from '#domain/catalog/service.ts'
import type { Installation } from '#server/installation.ts'
import { writePublicRows } from '#server/sync/public-rows.ts'

const text = { en: 'A text' }

/** One service with a firm price and a year's warranty, one price list, one text of terms: enough to order. */
export const service = v.parse(serviceSchema, {
  id: 'pump', category: 'home', title: { en: 'Pump' }, summary: text, description: text, path: 'full', modes: [{ id: 'personal', text }],
  standard: { answerWithin: 2, proposalWithin: 4, completionWithin: 3, updateEvery: 1 }, warrantyMonths: 12,
  price: { currency: 'SEK', tax: { rate: '25', included: true }, certainty: 'firm', lines: [{ id: 'work', kind: 'base', label: text, amount: 95_000 }] },
})
export const termsHash = createHash('sha256').update('The terms').digest('hex')

export const openShop = ({ database }: Pick<Installation, 'database'>) => database.transaction(async trx => {
  const priceList = { id: 'now', validFrom: '2026-11-01', graceDays: 14 }
  await writePublicRows(trx, 'pub', [{ kind: 'service', key: service.id, body: service }, { kind: 'business', key: 'shop', body: { priceList, closures: [] } }])
  await writePublicRows(trx, 'pub:en', [{ kind: 'terms', key: 'terms', body: { id: 'terms-1', hash: termsHash } }])
})
