import * as v from 'valibot'
import { describe, expect, it } from 'vitest'
import { serviceSchema, type Service } from '#domain/catalog/service.ts'
import type { PriceModel } from '#domain/pricing/model.ts'
import { decide } from '#domain/request/decide.ts'
import { isRejection } from '#domain/request/rejection.ts'
import { photo } from './example-histories.ts'
import { battery, client, needQuick, server, start } from './example-shop.ts'

type RawModel = v.InferInput<typeof serviceSchema>['price']
const label = { en: 'Text', sv: 'Ord' }

/** The bodies of the events that a client's order makes, where the service has this price. */
function order(price: Partial<RawModel>, more: Partial<Service> = {}) {
  const model: RawModel = { currency: 'SEK', tax: { rate: 25, included: true }, certainty: 'firm', lines: [{ id: 'work', label, amount: 100_00 }], ...price }
  const service = v.parse(serviceSchema, { ...battery, ...more, price: model as PriceModel })
  const decided = decide(undefined, { name: 'submit', args: { ...needQuick, language: 'sv' }, files: [photo] }, { ...server, service, actor: client, now: start })
  if (isRejection(decided)) throw new Error(decided.code)
  return decided
}

const isOffered = (...given: Parameters<typeof order>) => order(...given).length === 2

describe('the offer that a firm price makes', () => {
  it('has the lines of the price, in the client\'s language, each of its kind', () => {
    const [, offer] = order({
      lines: [
        { id: 'work', label, perUnit: { quantity: '1.5', unit: 'h', amount: 800_00 } },
        { id: 'drive', label, kind: 'travel', amount: 300_00 },
        { id: 'screen', label, kind: 'material', amount: 900_00 },
        { id: 'fee', label, group: 'other', amount: 50_00, taxRate: '12' },
        { id: 'off', label, kind: 'discount', percent: { of: ['work'], rate: 50 } },
      ],
    })
    expect(offer?.body).toMatchObject({
      type: 'proposalOffered', revision: 1, options: [{
        id: 'price',
        lines: [
          { id: 'work', label: 'Ord', kind: 'labour', quantity: '1.5', amount: 1_200_00, taxRate: '25' },
          { id: 'drive', kind: 'travel', amount: 300_00 },
          { id: 'screen', kind: 'part', amount: 900_00 },
          { id: 'fee', kind: 'other', amount: 50_00, taxRate: '12' },
          { id: 'off', kind: 'discount', amount: -600_00 },
        ],
      }],
    })
  })

  it('is made only where service and price are as firm as that', () => {
    expect(isOffered({})).toBe(true)
    expect(isOffered({}, { path: 'full' })).toBe(false)
    expect(isOffered({ certainty: 'estimate' })).toBe(false)
    expect(isOffered({ tax: { rate: 25, included: false } })).toBe(false)
    expect(isOffered({ inputs: [{ id: 'more', kind: 'flag', label }], lines: [{ id: 'work', label, amount: 1, when: { input: 'more', is: true } }] })).toBe(false)
  })

  it('leaves the photos with the need', () => {
    expect(order({}).map(event => event.files?.length ?? 0)).toEqual([1, 0])
  })
})
