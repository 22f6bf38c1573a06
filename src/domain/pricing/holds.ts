import type { DeliveryMode } from '../catalog/delivery-mode.ts'
import type { Condition, SimpleCondition } from './condition.ts'
import { toThousandths } from './decimal.ts'
import type { Value } from './value.ts'

/** What conditions are asked about: inputs that are not asked have no value. */
export type Situation = { mode: DeliveryMode | undefined, values: ReadonlyMap<string, Value> }

const list = <Item>(value: Item | Item[]): Item[] => Array.isArray(value) ? value : [value]

/** Minutes since midnight of "18:30". */
export const minuteOf = (clock: string) => Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3, 5))

/** Whether a condition holds; none always does. */
export function holds(condition: Condition | undefined, situation: Situation): boolean {
  if (condition === undefined) return true
  return holdsSimply(condition, situation)
    && (condition.all?.every(one => holdsSimply(one, situation)) ?? true)
    && (condition.any?.some(one => holdsSimply(one, situation)) ?? true)
}

function holdsSimply(condition: SimpleCondition, { mode, values }: Situation): boolean {
  if (condition.mode !== undefined && (mode === undefined || !list(condition.mode).includes(mode))) return false
  if (condition.input === undefined) return true
  const value = values.get(condition.input)
  return value !== undefined && holdsFor(condition, value)
}

/** Whether what a condition says of its input is true of `value`. */
export function holdsFor(condition: SimpleCondition, value: Value): boolean {
  switch (value.kind) {
    case 'choice': return isAmong(condition, value.option)
    case 'flag': return isAmong(condition, value.on)
    case 'number':
      return (condition.atLeast === undefined || value.amount >= toThousandths(condition.atLeast))
        && (condition.atMost === undefined || value.amount <= toThousandths(condition.atMost))
    case 'time': return isWithin(condition, value)
    default: return value satisfies never
  }
}

function isAmong({ is, not }: SimpleCondition, given: string | boolean): boolean {
  return (is === undefined || list(is).includes(given)) && (not === undefined || !list(not).includes(given))
}

function isWithin({ days, hours }: SimpleCondition, time: Extract<Value, { kind: 'time' }>): boolean {
  if (days !== undefined && !days.includes(time.day) && !(time.isHoliday && days.includes('holiday'))) return false
  if (hours === undefined) return true
  const from = minuteOf(hours.from)
  const to = minuteOf(hours.to)
  return from < to ? time.minute >= from && time.minute < to : time.minute >= from || time.minute < to
}
