import type * as v from 'valibot'

/** Words for the schema's own checks; the rest bring their words along. Never quotes what was sent. */
const problemByType: Record<string, (issue: v.BaseIssue<unknown>) => string> = {
  string: () => 'must be a text',
  number: () => 'must be a number',
  boolean: () => 'must be true or false',
  array: () => 'must be a list',
  strict_object: () => 'must be a group of fields',
  object: () => 'must be a group of fields',
  record: () => 'must be a group of fields',
  picklist: issue => `must be one of ${readableChoices(issue.expected)}`,
  literal: issue => `must be ${readableChoices(issue.expected)}`,
  variant: issue => `must be one of ${readableChoices(issue.expected)}`,
  union: () => 'has none of the forms that are allowed here',
  integer: () => 'must be a whole number',
  safe_integer: () => 'must be a whole number',
  finite: () => 'must be a number',
  min_value: issue => `must be at least ${requirement(issue)}`,
  max_value: issue => `must be at most ${requirement(issue)}`,
  min_length: issue => `must have at least ${requirement(issue)}`,
  max_length: issue => `must have at most ${requirement(issue)}`,
}

const requirement = (issue: v.BaseIssue<unknown>) => (issue.expected ?? '').replace(/^[<>=]+/, '')
const readableChoices = (expected: string | null) => (expected ?? 'a fixed value').replace(/^\(|\)$/g, '').replaceAll('"', '').replaceAll(' | ', ', ')

/** What is wrong, as the end of a sentence that begins with the field's name. */
export function describeIssue(issue: v.BaseIssue<unknown>): string {
  if (isUnknownField(issue)) return 'is not a field that is known here'
  if (isMissing(issue)) return 'is missing'
  if (!issue.message.startsWith('Invalid ')) return issue.message
  return problemByType[issue.type]?.(issue) ?? 'is not valid'
}

/** A key that a strict object does not have. */
export const isUnknownField = (issue: v.BaseIssue<unknown>) => issue.type === 'strict_object' && issue.expected === 'never'

/** A required key that is not there. */
export const isMissing = (issue: v.BaseIssue<unknown>) => issue.input === undefined && issue.received === 'undefined'
