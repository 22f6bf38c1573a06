import type { Condition, SimpleCondition } from './condition.ts'
import type { Input } from './input.ts'
import type { ModelIssue } from './issue.ts'

type Path = readonly (string | number)[]

const testsByKind = {
  choice: ['is', 'not'],
  flag: ['is', 'not'],
  count: ['atLeast', 'atMost'],
  measure: ['atLeast', 'atMost'],
  time: ['days', 'hours'],
} as const
const tests = ['is', 'not', 'atLeast', 'atMost', 'days', 'hours'] as const

/** Checks a condition against the inputs it may speak of. */
export function checkCondition(condition: Condition | undefined, inputs: readonly Input[], path: Path): ModelIssue[] {
  if (condition === undefined) return []
  const lists = (['all', 'any'] as const).flatMap(name =>
    (condition[name] ?? []).flatMap((one, index) => checkSimple(one, inputs, [...path, name, index], true)))
  const isAlone = condition.all === undefined && condition.any === undefined
  return [...checkSimple(condition, inputs, path, isAlone), ...lists]
}

function checkSimple(condition: SimpleCondition, inputs: readonly Input[], path: Path, mustSay: boolean): ModelIssue[] {
  const given = tests.filter(test => condition[test] !== undefined)
  if (condition.input === undefined) {
    if (given[0] !== undefined) return [{ path: [...path, given[0]], message: 'needs the input it speaks of' }]
    return mustSay && condition.mode === undefined ? [{ path, message: 'says nothing: needs a mode or an input' }] : []
  }
  const input = inputs.find(({ id }) => id === condition.input)
  if (input === undefined) return [{ path: [...path, 'input'], message: `there is no input '${condition.input}' here` }]
  const fitting: readonly string[] = testsByKind[input.kind]
  const misfits = given.filter(test => !fitting.includes(test))
    .map(test => ({ path: [...path, test], message: `does not fit '${input.id}', which is a ${input.kind}: use ${fitting.join(' or ')}` }))
  if (given.length === 0) return [{ path: [...path, 'input'], message: `needs ${fitting.join(' or ')}` }]
  return [...misfits, ...checkValues(condition, input, path)]
}

function checkValues(condition: SimpleCondition, input: Input, path: Path): ModelIssue[] {
  const issues: ModelIssue[] = []
  for (const test of ['is', 'not'] as const) {
    for (const value of [condition[test] ?? []].flat()) {
      if (input.kind === 'choice' && !input.options.some(({ id }) => id === value)) {
        issues.push({ path: [...path, test], message: `'${value}' is no option of '${input.id}'` })
      }
      if (input.kind === 'flag' && typeof value !== 'boolean') issues.push({ path: [...path, test], message: 'must be true or false' })
    }
  }
  if (condition.atLeast !== undefined && condition.atMost !== undefined && Number(condition.atLeast) > Number(condition.atMost)) {
    issues.push({ path: [...path, 'atMost'], message: 'is below atLeast' })
  }
  if (condition.hours !== undefined && condition.hours.from === condition.hours.to) {
    issues.push({ path: [...path, 'hours', 'to'], message: 'is the same as from' })
  }
  return issues
}
