import { describeIssue } from '../describe-issue.ts'
import type * as v from 'valibot'

/** Something to mend in a content folder. `field` is the path with dots, empty for the file as a whole. */
export type Problem = { file: string, line: number, field: string, problem: string }

export const formatProblem = ({ file, line, field, problem }: Problem) => `${file}:${line}: ${[field, problem].filter(Boolean).join(' ')}`

/** Where a field stands: lines count from 1; a field that is missing is where it should be, in its parent. */
export type LineOf = (path: readonly (string | number)[]) => number

/** A value read from a file, with what is needed to say where something in it is wrong. */
export type Sourced<Value> = { value: Value, file: string, lineOf: LineOf }

export const fieldOf = (path: readonly (string | number)[]) => path.map(String).join('.')

/** A problem of a field that has been read. */
export const problemAt = ({ file, lineOf }: Sourced<unknown>, path: readonly (string | number)[], problem: string): Problem =>
  ({ file, line: lineOf(path), field: fieldOf(path), problem })

export function problemOfIssue(source: Sourced<unknown>, issue: v.BaseIssue<unknown>): Problem {
  return problemAt(source, (issue.path ?? []).map(item => item.key as string | number), describeIssue(issue))
}
