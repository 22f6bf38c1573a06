import { days, type Day, type SimpleCondition } from './condition.ts'
import { toThousandths } from './decimal.ts'
import { holdsFor, minuteOf } from './holds.ts'
import type { Input, SpanInput } from './input.ts'
import type { ModelFields } from './model-fields.ts'
import type { Value } from './value.ts'

/** More combinations of unknown answers than this would keep a phone busy. */
export const combinationLimit = 500

type Model = Pick<ModelFields, 'inputs' | 'lines'>

/** Everything that an unknown answer may turn out to be, as far as the price can tell it apart. */
export function candidatesFor(input: Input, model: Model): Value[] {
  switch (input.kind) {
    case 'choice': return input.options.map(option => ({ kind: 'choice', option: option.id }))
    case 'flag': return [{ kind: 'flag', on: false }, { kind: 'flag', on: true }]
    case 'count':
    case 'measure': return numbersOf(input)
    case 'time': return timesOf(conditionsOn(input.id, model))
    default: return input satisfies never
  }
}

function numbersOf(input: SpanInput): Value[] {
  const values: Value[] = []
  const step = toThousandths(input.step)
  const max = toThousandths(input.max)
  for (let amount = toThousandths(input.min); step > 0n && amount <= max && values.length <= combinationLimit; amount += step) {
    values.push({ kind: 'number', amount })
  }
  return values
}

/** One moment for each way in which the conditions can turn out. */
function timesOf(conditions: readonly SimpleCondition[]): Value[] {
  const minutes = new Set([0])
  for (const { hours } of conditions) {
    if (hours !== undefined) minutes.add(minuteOf(hours.from)).add(minuteOf(hours.to))
  }
  const timesByOutcome = new Map<string, Value>()
  for (const day of days.filter((one): one is Exclude<Day, 'holiday'> => one !== 'holiday')) {
    for (const isHoliday of [false, true]) {
      for (const minute of minutes) {
        const time: Value = { kind: 'time', day, isHoliday, minute }
        const outcome = conditions.map(condition => Number(holdsFor(condition, time))).join('')
        if (!timesByOutcome.has(outcome)) timesByOutcome.set(outcome, time)
      }
    }
  }
  return [...timesByOutcome.values()]
}

function conditionsOn(inputId: string, { inputs, lines }: Model): SimpleCondition[] {
  return [...inputs, ...lines]
    .flatMap(({ when }) => when === undefined ? [] : [when, ...when.all ?? [], ...when.any ?? []])
    .filter(condition => condition.input === inputId)
}
