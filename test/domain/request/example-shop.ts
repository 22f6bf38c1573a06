import * as v from 'valibot'
import { priceListSchema } from '#domain/catalog/price-list.ts'
import { serviceSchema } from '#domain/catalog/service.ts'
import type { Actor, Role } from '#domain/request/actor.ts'
import type { ArgsOf } from '#domain/request/command.ts'
import type { Line, Option } from '#domain/request/commands/parts.ts'
import type { Context } from '#domain/request/context.ts'
import { workingCalendarSchema } from '#domain/standard/working-calendar.ts'

export const minuteMs = 60_000
export const hourMs = 60 * minuteMs
export const dayMs = 24 * hourMs
/** A Monday, 9:00 in Stockholm. */
export const start = Date.UTC(2026, 10, 2, 8)

const text = (en: string) => ({ en })
const common = {
  category: 'home', summary: text('Short'), description: text('Long'),
  modes: [{ id: 'personal', text: text('We come to you') }],
  standard: { answerWithin: 2, proposalWithin: 8, completionWithin: 5, updateEvery: 1, quality: [] },
  warrantyMonths: 12,
}
const tax = { rate: 25, included: true }

/** A firm price, taken in one tap. */
export const battery = v.parse(serviceSchema, {
  ...common, id: 'battery', title: text('Battery'), path: 'quick',
  price: {
    currency: 'SEK', tax, certainty: 'firm',
    lines: [{ id: 'work', label: text('Work'), amount: 39_000 }, { id: 'part', label: text('Battery'), kind: 'material', amount: 45_000 }],
  },
})

/** An estimate, looked at first. */
export const washer = v.parse(serviceSchema, {
  ...common, id: 'washer', title: text('Washing machine'), path: 'full',
  price: { currency: 'SEK', tax, certainty: 'estimate', lines: [{ id: 'work', label: text('Work'), amount: 89_000 }] },
})

export const priceList = v.parse(priceListSchema, { id: 'autumn', validFrom: '2026-10-01' })
export const termsHash = 'a'.repeat(64)

export const calendar = v.parse(workingCalendarSchema, {
  timeZone: 'Europe/Stockholm',
  hours: { mon: ['08:00-17:00'], tue: ['08:00-17:00'], wed: ['08:00-17:00'], thu: ['08:00-17:00'], fri: ['08:00-17:00'] },
})

export const client = { kind: 'member', id: 'c0000000-0000-4000-8000-000000000001', name: 'Maja', confirmed: true, mayDecide: true } as const satisfies Actor
export const guest = { ...client, id: 'c0000000-0000-4000-8000-000000000002', confirmed: false } as const satisfies Actor
export const onlooker = { ...client, id: 'c0000000-0000-4000-8000-000000000003', mayDecide: false } as const satisfies Actor
export const time = { kind: 'time' } as const satisfies Actor

export const staff = (...roles: Role[]): Actor => ({ kind: 'staff', id: '50000000-0000-4000-8000-000000000001', name: 'Elin', roles })
export const reception = staff('reception')
export const executor = staff('executor')
export const support = staff('support')
export const manager = staff('manager')

export type Facts = Omit<Context, 'actor' | 'now' | 'service'>
export const phone: Facts = { priceList, termsIdByHash: { [termsHash]: 'terms-2026' } }
/** The server's facts, where nobody is busy. */
export const server: Facts = { ...phone, serverOnly: { isTimeTaken: () => false } }

export const spoken = { channel: 'phone', at: start } as const

export const need: ArgsOf<'submit'> = {
  path: 'full', title: 'It does not drain', text: 'Water stays in the drum', language: 'en', contact: { name: 'Maja', email: 'maja@example.org' },
}
export const needQuick: ArgsOf<'submit'> = { ...need, path: 'quick', serviceId: 'battery', answers: {} }

export const line = (id: string, amount: number, more: Partial<Line> = {}): Line => ({ id, label: id, kind: 'labour', amount, taxRate: '25', ...more })
export const option = (id: string, lines: Line[], more: Partial<Option> = {}): Option => ({ id, title: id, lines, ...more })

/** The proposal of most examples: 1 000 for sure, 1 300 at most, and a hose for 200 if wanted. */
export const repair = option('repair', [line('work', 60_000), line('pump', 40_000, { kind: 'part' }), line('hose', 20_000, { optional: true })], { most: 150_000 })
