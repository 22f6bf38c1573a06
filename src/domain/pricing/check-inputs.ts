import { checkCondition } from './check-condition.ts'
import { parseDecimal } from './decimal.ts'
import { unknownAnswer, type Input, type SpanInput } from './input.ts'
import { findDuplicates, type ModelIssue } from './issue.ts'
import { readValue } from './value.ts'

/** Checks the inputs of a model against each other. */
export function checkInputs(inputs: readonly Input[]): ModelIssue[] {
  return [
    ...findDuplicates(inputs, ['inputs']),
    ...inputs.flatMap((input, index) => [
      ...checkInput(input, ['inputs', index]),
      ...checkCondition(input.when, inputs.slice(0, index), ['inputs', index, 'when']),
    ]),
  ]
}

function checkInput(input: Input, path: readonly (string | number)[]): ModelIssue[] {
  const issues: ModelIssue[] = []
  if (input.kind === 'choice') {
    issues.push(...findDuplicates(input.options, [...path, 'options']))
    const reserved = input.options.findIndex(({ id }) => id === unknownAnswer)
    if (reserved >= 0) issues.push({ path: [...path, 'options', reserved, 'id'], message: `'unknown' is not an option: describe it under the input's own 'unknown'` })
  }
  if (input.kind === 'count' || input.kind === 'measure') issues.push(...checkSpan(input, path))
  if (issues.length > 0 || input.default === undefined) return issues
  if (input.default === unknownAnswer) {
    return input.unknown === undefined ? [{ path: [...path, 'default'], message: `'unknown' needs the input's own 'unknown' with a label` }] : []
  }
  return readValue(input, input.default, []).ok ? [] : [{ path: [...path, 'default'], message: 'is not a possible answer' }]
}

function checkSpan(input: SpanInput, path: readonly (string | number)[]): ModelIssue[] {
  const [min, max, step] = [input.min, input.max, input.step].map(text => parseDecimal(text) ?? 0n) as [bigint, bigint, bigint]
  if (step === 0n) return [{ path: [...path, 'step'], message: 'must be above 0' }]
  if (max < min) return [{ path: [...path, 'max'], message: 'is below min' }]
  if ((max - min) % step !== 0n) return [{ path: [...path, 'max'], message: 'must be min plus a whole number of steps' }]
  return []
}
