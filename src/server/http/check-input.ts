import * as v from 'valibot'
import type { FieldIssue } from '#protocol/errors.ts'
import { describeIssue, isUnknownField } from '../describe-issue.ts'
import { Refusal } from './refusal.ts'

const maxIssues = 20

/** What the schema makes of outside input. Throws `bad-request` with fields and problems, and without any of the input. */
export function checkInput(schema: v.GenericSchema<unknown, unknown>, input: unknown): unknown {
  const checked = v.safeParse(schema, input)
  if (checked.success) return checked.output
  throw new Refusal('bad-request', { issues: checked.issues.slice(0, maxIssues).map(toFieldIssue) })
}

/** Query parameters as a plain object; one given twice has no meaning and is refused. */
export function readQuery(url: URL): Record<string, string> {
  const query: Record<string, string> = {}
  for (const [name, value] of url.searchParams) {
    if (Object.hasOwn(query, name)) throw new Refusal('bad-request', { issues: [{ field: knownKey(name), problem: 'is given twice' }] })
    Object.defineProperty(query, name, { value, enumerable: true, configurable: true, writable: true })
  }
  return query
}

/** An unknown field is named by the place where it stands: its own name is the sender's text. */
function toFieldIssue(issue: v.BaseIssue<unknown>): FieldIssue {
  const keys = (issue.path ?? []).map(item => knownKey(String(item.key)))
  if (!isUnknownField(issue)) return { field: keys.join('.'), problem: describeIssue(issue) }
  return { field: keys.slice(0, -1).join('.'), problem: 'has a field that is not known here' }
}

const knownKey = (key: string) => /^[\w-]{1,40}$/.test(key) ? key : '*'
