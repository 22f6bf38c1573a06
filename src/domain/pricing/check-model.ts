import { unknownAnswer } from './input.ts'
import { candidatesFor, combinationLimit } from './candidates.ts'
import { checkInputs } from './check-inputs.ts'
import { checkLines } from './check-lines.ts'
import { checkShares } from './check-shares.ts'
import { toThousandths } from './decimal.ts'
import { findDuplicates, type ModelIssue } from './issue.ts'
import type { ModelFields } from './model-fields.ts'
import { readValue } from './value.ts'

/** Checks the parts of a price model against each other. */
export function checkModel(model: ModelFields): ModelIssue[] {
  const issues = [
    ...checkInputs(model.inputs),
    ...checkLines(model.lines, model.inputs),
    ...checkShares(model.lines, model.tax.rate),
    ...checkSums(model),
    ...findDuplicates(model.packages, ['packages']),
    ...checkPackages(model),
  ]
  return issues.length > 0 ? issues : checkCombinations(model)
}

function checkSums({ minimum, deposit, tax, certainty, lines }: ModelFields): ModelIssue[] {
  const issues: ModelIssue[] = []
  if (lines.length === 0 && certainty !== 'request') issues.push({ path: ['lines'], message: 'needs at least one line, unless the price is on request' })
  if (deposit !== undefined) {
    if ((deposit.amount === undefined) === (deposit.percent === undefined)) {
      issues.push({ path: ['deposit'], message: 'needs exactly one of amount, percent' })
    }
    if (deposit.percent !== undefined && toThousandths(deposit.percent) > 100_000n) {
      issues.push({ path: ['deposit', 'percent'], message: 'is more than the price' })
    }
  }
  const otherRate = lines.findIndex(line => line.taxRate !== undefined && line.taxRate !== tax.rate)
  if (minimum !== undefined && !tax.included && otherRate >= 0) {
    issues.push({ path: ['lines', otherRate, 'taxRate'], message: 'a minimum before tax needs one tax rate for all lines' })
  }
  return issues
}

function checkPackages({ packages, inputs }: ModelFields): ModelIssue[] {
  return packages.flatMap(({ answers }, index) => Object.entries(answers).flatMap(([id, answer]) => {
    const path = ['packages', index, 'answers', id]
    const input = inputs.find(one => one.id === id)
    if (input === undefined) return [{ path, message: `there is no input '${id}'` }]
    if (answer === unknownAnswer && input.unknown !== undefined) return []
    return readValue(input, answer, []).ok ? [] : [{ path, message: 'is not a possible answer' }]
  }))
}

function checkCombinations(model: ModelFields): ModelIssue[] {
  let combinations = 1
  return model.inputs.flatMap((input, index) => {
    if (input.unknown === undefined) return []
    const before = combinations
    combinations *= candidatesFor(input, model).length
    return before <= combinationLimit && combinations > combinationLimit
      ? [{ path: ['inputs', index, 'unknown'], message: `makes more than ${combinationLimit} combinations of unknown answers: offer it for fewer inputs or take larger steps` }]
      : []
  })
}
