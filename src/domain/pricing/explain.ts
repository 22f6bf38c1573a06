import type { Phrase, PhraseParam } from '../phrase.ts'
import type { BreakdownLine } from './breakdown.ts'
import { minimumLineId } from './check-lines.ts'
import { explainCondition } from './explain-condition.ts'
import type { ModelLine } from './line.ts'
import type { PriceModel } from './model.ts'

/** Why a line costs what it does, from its rule: how it is priced, then what its amount depends on, then when it counts. */
export function explain(line: Pick<BreakdownLine, 'id'>, model: PriceModel): Phrase[] {
  if (line.id === minimumLineId) {
    return model.minimum === undefined ? [] : [phrase('minimum', { amount: money(model.minimum.amount, model) })]
  }
  const rule = model.lines.find(({ id }) => id === line.id)
  if (rule === undefined) return []
  const condition = explainCondition(rule.when, model)
  return [...explainPrice(rule, model), ...(condition === undefined ? [] : [condition])]
}

const phrase = (key: string, params: Phrase['params']): Phrase => ({ key: `pricing.explain.${key}`, params })
const money = (amount: number, { currency }: PriceModel): PhraseParam => ({ money: amount, currency })

function explainPrice(line: ModelLine, model: PriceModel): Phrase[] {
  const { amount, range, from, request, perUnit, tiers, table, percent, credit } = line
  if (amount !== undefined) return [phrase('fixed', { amount: money(amount, model) })]
  if (range !== undefined) {
    return [phrase('range', { low: money(range.low, model), high: money(range.high, model), because: { localized: range.because } })]
  }
  if (from !== undefined) {
    const least = { amount: money(from.amount, model) }
    return [from.because === undefined ? phrase('from', least) : phrase('fromBecause', { ...least, because: { localized: from.because } })]
  }
  if (request !== undefined) return [phrase('request', { because: { localized: request.because } })]
  if (perUnit !== undefined) return explainUnits(perUnit, model)
  if (tiers !== undefined) return [explainTiers(tiers, model)]
  if (table !== undefined) return [explainTable(table, model)]
  if (percent !== undefined) {
    const key = line.kind === 'discount' ? 'percentOff' : 'percent'
    return [phrase(key, { rate: { decimal: percent.rate }, lines: labels(percent.of, model) })]
  }
  return credit === undefined ? [] : [phrase('credit', { lines: labels(credit.of, model) })]
}

function labels(ids: readonly string[], { lines }: PriceModel): PhraseParam {
  return { list: lines.filter(({ id }) => ids.includes(id)).map(({ label }) => ({ localized: label })), join: 'and' }
}

function unitOf(inputId: string | undefined, { inputs }: PriceModel): PhraseParam {
  const input = inputs.find(({ id }) => id === inputId)
  const unit = input !== undefined && 'unit' in input ? input.unit : undefined
  return unit === undefined ? { phrase: { key: 'pricing.unit.piece', params: {} } } : { localized: unit }
}

function explainUnits({ input, between, unit, amount, from, each }: NonNullable<ModelLine['perUnit']>, model: PriceModel): Phrase[] {
  const named: PhraseParam = unit === undefined ? unitOf(input, model) : { localized: unit }
  const key = `per${each === undefined ? 'Unit' : 'Started'}${from === undefined ? '' : 'Beyond'}`
  const price = phrase(key, {
    amount: money(amount, model),
    unit: named,
    ...(from === undefined ? {} : { from: { decimal: from } }),
    ...(each === undefined ? {} : { each: { decimal: each } }),
  })
  if (between === undefined) return [price]
  const { low, high, because } = between
  return [price, phrase('between', { low: { decimal: low }, high: { decimal: high }, unit: named, because: { localized: because } })]
}

function explainTiers({ input, kind, steps }: NonNullable<ModelLine['tiers']>, model: PriceModel): Phrase {
  const list = steps.map(({ upTo, amount }, index): PhraseParam => {
    const after = steps[index - 1]?.upTo
    const price = money(amount, model)
    if (upTo !== undefined) return { phrase: phrase('stepUpTo', { upTo: { decimal: upTo }, amount: price }) }
    return { phrase: after === undefined ? phrase('stepOnly', { amount: price }) : phrase('stepAbove', { above: { decimal: after }, amount: price }) }
  })
  return phrase(kind, { unit: unitOf(input, model), steps: { list } })
}

function explainTable({ input, amounts }: NonNullable<ModelLine['table']>, model: PriceModel): Phrase {
  const choice = model.inputs.find(({ id }) => id === input)
  const options = choice?.kind === 'choice' ? choice.options : []
  const list = options.flatMap(({ id, label }): PhraseParam[] => {
    const amount = amounts[id]
    return typeof amount === 'number' ? [{ phrase: phrase('option', { option: { localized: label }, amount: money(amount, model) }) }] : []
  })
  return phrase('table', { input: choice === undefined ? input : { localized: choice.label }, options: { list } })
}
