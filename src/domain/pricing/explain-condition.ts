import type { Phrase, PhraseParam } from '../phrase.ts'
import type { Condition, SimpleCondition } from './condition.ts'
import type { Input } from './input.ts'
import type { PriceModel } from './model.ts'

/** When a line counts, in one phrase; nothing for a line that always does. */
export function explainCondition(condition: Condition | undefined, model: PriceModel): Phrase | undefined {
  if (condition === undefined) return undefined
  const { all = [], any = [] } = condition
  const phrases = [condition, ...all].flatMap(one => explainSimple(one, model))
  const choices = any.map(one => joined('all', 'and', explainSimple(one, model)))
  if (choices.length > 0) phrases.push(joined('any', 'or', choices))
  return phrase('applies', { conditions: listOf(phrases, 'and') })
}

const phrase = (key: string, params: Phrase['params']): Phrase => ({ key: `pricing.when.${key}`, params })

const listOf = (phrases: readonly Phrase[], join: 'and' | 'or'): PhraseParam => ({ list: phrases.map(one => ({ phrase: one })), join })

function joined(key: string, join: 'and' | 'or', phrases: readonly Phrase[]): Phrase {
  const [only, ...others] = phrases
  return only !== undefined && others.length === 0 ? only : phrase(key, { conditions: listOf(phrases, join) })
}

function explainSimple(condition: SimpleCondition, model: PriceModel): Phrase[] {
  const input = model.inputs.find(({ id }) => id === condition.input)
  const modes = [condition.mode ?? []].flat().map(mode => ({ phrase: { key: `pricing.mode.${mode}`, params: {} } }))
  return [
    ...(modes.length === 0 ? [] : [phrase('mode', { modes: { list: modes, join: 'or' as const } })]),
    ...(input === undefined ? [] : explainInput(condition, input)),
  ]
}

function explainInput(condition: SimpleCondition, input: Input): Phrase[] {
  const name = { input: { localized: input.label } }
  switch (input.kind) {
    case 'choice': return (['is', 'not'] as const).flatMap(test => {
      const given = [condition[test] ?? []].flat()
      const list = input.options.filter(({ id }) => given.includes(id)).map(({ label }) => ({ localized: label }))
      return list.length === 0 ? [] : [phrase(test, { ...name, options: { list, join: 'or' } })]
    })
    case 'flag': {
      const given = [condition.is ?? []].flat()
      const isYes = given.length > 0 ? given.includes(true) : ![condition.not ?? []].flat().includes(true)
      return [phrase(isYes ? 'yes' : 'no', name)]
    }
    case 'count':
    case 'measure': return [explainNumber(condition, name, input.unit === undefined ? '' : { localized: input.unit })]
    case 'time': return [explainTime(condition, name)]
    default: return input satisfies never
  }
}

function explainNumber({ atLeast, atMost }: SimpleCondition, name: Phrase['params'], unit: PhraseParam): Phrase {
  if (atLeast === undefined) return phrase('atMost', { ...name, atMost: { decimal: atMost ?? '0' }, unit })
  if (atMost === undefined) return phrase('atLeast', { ...name, atLeast: { decimal: atLeast }, unit })
  return phrase('between', { ...name, atLeast: { decimal: atLeast }, atMost: { decimal: atMost }, unit })
}

function explainTime({ days = [], hours }: SimpleCondition, name: Phrase['params']): Phrase {
  const list: PhraseParam = { list: days.map(day => ({ phrase: { key: `pricing.day.${day}`, params: {} } })), join: 'or' }
  if (hours === undefined) return phrase('days', { ...name, days: list })
  return days.length === 0 ? phrase('hours', { ...name, ...hours }) : phrase('daysHours', { ...name, days: list, ...hours })
}
