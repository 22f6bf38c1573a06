import { checkCondition } from './check-condition.ts'
import { toThousandths } from './decimal.ts'
import type { Input } from './input.ts'
import { findDuplicates, type ModelIssue } from './issue.ts'
import { priceForms, type ModelLine, type PriceForm } from './line.ts'

type Path = readonly (string | number)[]

/** The line that lifts a price to the minimum; no line of a model may take its id. */
export const minimumLineId = 'minimum'

/** The ways of pricing that a line uses; a right line has exactly one. */
export const formsOf = (line: ModelLine) => (Object.keys(priceForms) as PriceForm[]).filter(form => line[form] !== undefined)

/** Checks lines, each for itself, against the inputs. */
export function checkLines(lines: readonly ModelLine[], inputs: readonly Input[]): ModelIssue[] {
  return [
    ...findDuplicates(lines, ['lines']),
    ...lines.flatMap((line, index) => {
      const path = ['lines', index]
      return [...checkForm(line, path), ...checkPrice(line, inputs, path), ...checkCondition(line.when, inputs, [...path, 'when'])]
    }),
  ]
}

function checkForm(line: ModelLine, path: Path): ModelIssue[] {
  const issues: ModelIssue[] = []
  const forms = formsOf(line)
  if (line.id === minimumLineId) issues.push({ path: [...path, 'id'], message: `'minimum' is kept for the model's minimum` })
  if (forms.length === 0) issues.push({ path, message: `needs a price: one of ${Object.keys(priceForms).join(', ')}` })
  if (forms.length > 1) issues.push({ path: [...path, forms[1] ?? ''], message: `stands beside ${forms[0]}: a line has one price` })
  for (const form of ['from', 'request'] as const) {
    if (line.kind === 'discount' && line[form] !== undefined) issues.push({ path: [...path, form], message: 'a discount cannot be open' })
  }
  if (line.credit !== undefined && line.kind !== 'discount') issues.push({ path: [...path, 'kind'], message: 'a credit is a discount' })
  return issues
}

function checkPrice(line: ModelLine, inputs: readonly Input[], path: Path): ModelIssue[] {
  const { range, perUnit, tiers, table } = line
  const issues: ModelIssue[] = []
  if (range !== undefined && range.high < range.low) issues.push({ path: [...path, 'range', 'high'], message: 'is below low' })
  if (perUnit !== undefined) {
    const at = [...path, 'perUnit']
    const { input, quantity, between, each } = perUnit
    if ([input, quantity, between].filter(one => one !== undefined).length !== 1) {
      issues.push({ path: at, message: 'needs exactly one of input, quantity, between' })
    }
    if (input !== undefined) issues.push(...checkNumberInput(input, inputs, [...at, 'input']))
    if (between !== undefined && toThousandths(between.high) < toThousandths(between.low)) {
      issues.push({ path: [...at, 'between', 'high'], message: 'is below low' })
    }
    if (each !== undefined && toThousandths(each) === 0n) issues.push({ path: [...at, 'each'], message: 'must be above 0' })
  }
  if (tiers !== undefined) issues.push(...checkTiers(tiers, inputs, [...path, 'tiers']))
  if (table !== undefined) issues.push(...checkTable(table, inputs, [...path, 'table']))
  return issues
}

function checkNumberInput(id: string, inputs: readonly Input[], path: Path): ModelIssue[] {
  const input = inputs.find(one => one.id === id)
  if (input === undefined) return [{ path, message: `there is no input '${id}'` }]
  return input.kind === 'count' || input.kind === 'measure' ? [] : [{ path, message: `'${id}' is a ${input.kind}, not a count or measure` }]
}

function checkTiers(tiers: NonNullable<ModelLine['tiers']>, inputs: readonly Input[], path: Path): ModelIssue[] {
  const issues = checkNumberInput(tiers.input, inputs, [...path, 'input'])
  let previous = 0n
  tiers.steps.forEach(({ upTo }, index) => {
    const at = [...path, 'steps', index, 'upTo']
    const isLast = index === tiers.steps.length - 1
    if (upTo === undefined) {
      if (!isLast) issues.push({ path: at, message: 'only the last step may go without' })
      return
    }
    const end = toThousandths(upTo)
    if (end <= previous) issues.push({ path: at, message: 'must be above the step before' })
    previous = end
    const input = inputs.find(({ id }) => id === tiers.input)
    if (isLast && input !== undefined && 'max' in input && end < toThousandths(input.max)) {
      issues.push({ path: at, message: `ends before the input's max, ${input.max}` })
    }
  })
  return issues
}

function checkTable(table: NonNullable<ModelLine['table']>, inputs: readonly Input[], path: Path): ModelIssue[] {
  const input = inputs.find(({ id }) => id === table.input)
  if (input === undefined) return [{ path: [...path, 'input'], message: `there is no input '${table.input}'` }]
  if (input.kind !== 'choice') return [{ path: [...path, 'input'], message: `'${input.id}' is a ${input.kind}, not a choice` }]
  const options = input.options.map(({ id }) => id)
  const missing = options.filter(id => !Object.hasOwn(table.amounts, id))
  return [
    ...missing.map(id => ({ path: [...path, 'amounts'], message: `has no price for '${id}'` })),
    ...Object.keys(table.amounts).filter(id => !options.includes(id))
      .map(id => ({ path: [...path, 'amounts', id], message: `is no option of '${input.id}'` })),
  ]
}
