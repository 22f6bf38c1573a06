import * as v from 'valibot'
import { deliveryModes } from '#domain/catalog/delivery-mode.ts'
import type { Answers } from '#domain/pricing/answers.ts'
import type { Input } from '#domain/pricing/input.ts'
import { priceModelSchema, type PriceModel } from '#domain/pricing/model.ts'
import type { Random } from '../../random.ts'

type RawInput = v.InferInput<typeof priceModelSchema> extends { inputs?: (infer One)[] | undefined } ? One : never
type RawLine = v.InferInput<typeof priceModelSchema> extends { lines?: (infer One)[] | undefined } ? One : never
type RawCondition = NonNullable<RawLine['when']>

const label = { en: 'Text' }
const because = { en: 'it depends' }
/** The flag that switches on the one option line, and nothing else. */
export const extra = 'extra'

const small = (random: Random) => random.chance(30) ? random.int(0, 9) : random.int(0, 200_000)
const decimal = (random: Random, most: number) => `${random.int(0, most)}${random.pick(['', '.5', '.25', '.125', '.333'])}`

/** A model that its schema accepts, with every kind of input, line and rule in it sooner or later. */
export function randomModel(random: Random): PriceModel {
  const inputs = Array.from({ length: random.int(0, 4) }, (_, index) => randomInput(random, `i${index}`, index < 3))
  const isIncluded = random.chance(50)
  const hasMinimum = random.chance(30)
  return v.parse(priceModelSchema, {
    currency: random.pick(['JPY', 'SEK', 'KWD']),
    tax: { rate: random.pick(['25', 12, '12.5', '0', '19.999']), included: isIncluded },
    certainty: random.pick(['firm', 'firm', 'firm', 'estimate', 'from']),
    ...(hasMinimum ? { minimum: { amount: small(random), label } } : {}),
    ...(random.chance(30) ? { deposit: random.pick([{ amount: small(random) }, { percent: decimal(random, 99) }]) } : {}),
    ...(random.chance(30) ? { most: { percent: decimal(random, 50) } } : {}),
    inputs: [...inputs, { id: extra, kind: 'flag', label }],
    lines: randomLines(random, inputs, isIncluded || !hasMinimum),
  })
}

function randomInput(random: Random, id: string, mayBeUnknown: boolean): RawInput {
  const common = { id, label, ...(mayBeUnknown && random.chance(50) ? { unknown: { label } } : {}) }
  switch (random.pick(['choice', 'flag', 'count', 'measure', 'time'] as const)) {
    case 'choice': return { ...common, kind: 'choice', options: ['a', 'b', 'c'].slice(0, random.int(1, 3)).map(option => ({ id: option, label })) }
    case 'flag': return { ...common, kind: 'flag' }
    case 'count': return { ...common, kind: 'count', min: 1, max: random.int(1, 4) }
    case 'measure': return { ...common, kind: 'measure', min: '0.5', step: '0.5', max: random.int(1, 3), unit: 'km' }
    case 'time': return { ...common, kind: 'time' }
  }
}

function randomCondition(random: Random, inputs: readonly RawInput[]): RawCondition {
  if (inputs.length === 0 || random.chance(20)) return { mode: random.some(deliveryModes) }
  const input = random.pick(inputs)
  const id = { input: input.id }
  switch (input.kind) {
    case 'choice': return { ...id, [random.pick(['is', 'not'])]: random.some(input.options).map(option => option.id) }
    case 'flag': return { ...id, is: random.chance(50) }
    case 'count':
    case 'measure': return { ...id, [random.pick(['atLeast', 'atMost'])]: random.int(0, 3) }
    case 'time': return { ...id, days: ['sat', 'holiday'], ...(random.chance(50) ? { hours: { from: '18:00', to: '06:00' } } : {}) }
  }
}

function randomLines(random: Random, inputs: readonly RawInput[], mayMixRates: boolean): RawLine[] {
  const lines: RawLine[] = []
  const poolById = new Map<string, string[]>()
  const count = random.int(1, 8)
  const extraAt = random.int(0, count - 1)
  for (let index = 0; index < count; index++) {
    const id = `l${index}`
    if (index === extraAt) lines.push({ id: extra, label, kind: 'option', amount: small(random), when: { input: extra, is: true } })
    const when = random.chance(30) ? { when: randomCondition(random, inputs) } : {}
    const isShare = lines.length > 0 && random.chance(35)
    if (!isShare) {
      const rate = mayMixRates && random.chance(20) ? { taxRate: '6' } : {}
      lines.push({ id, label, kind: random.pick(['base', 'option', 'surcharge', 'travel', 'material']), ...when, ...rate, ...randomPrice(random, inputs) })
      continue
    }
    const isDiscount = random.chance(60)
    const first = random.pick(lines)
    const alike = lines.filter(line => !isDiscount || line.taxRate === first.taxRate)
    const named = [...new Set(random.some(alike).flatMap(line =>
      isDiscount || line.kind === 'discount' ? [line.id, ...poolById.get(line.id) ?? []] : [line.id]))]
    const share = { of: named, rate: decimal(random, isDiscount ? 99 : 300) }
    const rate = isDiscount && first.taxRate !== undefined ? { taxRate: first.taxRate } : {}
    const price = isDiscount && random.chance(20) ? { credit: { of: named } } : { percent: share }
    lines.push({ id, label, kind: isDiscount ? 'discount' : 'surcharge', ...when, ...rate, ...price })
    if (isDiscount) [...named, id].forEach(one => poolById.set(one, [...named, id]))
  }
  if (random.chance(30)) lines.push({ id: 'off', label, kind: 'discount', ...randomPrice(random, inputs, false) })
  return lines
}

function randomPrice(random: Random, inputs: readonly RawInput[], mayBeOpen = true): Partial<RawLine> {
  const numbers = inputs.filter(input => input.kind === 'count' || input.kind === 'measure')
  const choices = inputs.filter(input => input.kind === 'choice')
  const low = small(random)
  const quantity = random.int(0, 3)
  switch (random.int(0, 7)) {
    case 0: return { range: { low, high: low + small(random), because } }
    case 1: return { perUnit: { between: { low: quantity, high: `${quantity + 1}.5`, because }, amount: low, ...randomLimits(random) } }
    case 2: return mayBeOpen && random.chance(20) ? random.pick([{ request: { because } }, { from: { amount: low } }]) : { amount: low }
    case 3: return numbers.length === 0 ? { amount: low } : { perUnit: { input: random.pick(numbers).id, amount: low, ...randomLimits(random) } }
    case 4: return numbers.length === 0 ? { amount: low } : {
      tiers: { input: random.pick(numbers).id, kind: random.pick(['graduated', 'volume']), steps: [{ upTo: '1.5', amount: low }, { upTo: 2, amount: small(random) }, { amount: small(random) }] },
    }
    case 5: {
      if (choices.length === 0) return { amount: low }
      const choice = random.pick(choices)
      return { table: { input: choice.id, amounts: Object.fromEntries(choice.options.map(option => [option.id, random.chance(20) ? 'none' : small(random)])) } }
    }
    default: return { amount: low }
  }
}

const randomLimits = (random: Random) => ({
  ...(random.chance(30) ? { from: '0.75' } : {}),
  ...(random.chance(30) ? { each: random.pick(['0.5', 2, '0.3']) } : {}),
})

/** An answer to every input but `extra`; unknown ones where offered. */
export function randomAnswers(random: Random, inputs: readonly Input[]): Answers {
  return Object.fromEntries(inputs.filter(({ id }) => id !== extra).map(input => {
    if (input.unknown !== undefined && random.chance(60)) return [input.id, 'unknown']
    return [input.id, knownAnswer(random, input)]
  }))
}

export function knownAnswer(random: Random, input: Input): Answers[string] {
  switch (input.kind) {
    case 'choice': return random.pick(input.options).id
    case 'flag': return random.chance(50)
    case 'count': return random.int(1, Number(input.max))
    case 'measure': return String(random.int(1, Number(input.max) * 2) / 2)
    case 'time': return `2025-12-${random.int(10, 31)}T${random.pick(['00', '05', '06', '17', '18', '23'])}:${random.pick(['00', '59'])}`
  }
}

export const holidays = ['2025-12-24', '2025-12-25']
