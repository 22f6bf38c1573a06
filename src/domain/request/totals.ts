import type { Line, Option } from './commands/parts.ts'
import type { RequestRow } from './row.ts'

/** Sum of lines in minor units: no total is ever typed in. */
export const sumOf = (lines: readonly Line[]) => lines.reduce((sum, line) => sum + line.amount, 0)

/** The lines of an option that a client takes: all that are not optional, and the optional ones that were picked. */
export const linesTaken = (option: Option, picked: readonly string[]) =>
  option.lines.filter(line => !line.optional || picked.includes(line.id))

/**
 * The most an option can become without a new yes. Optional lines that were not picked come off the stated most,
 * since it was stated for the whole.
 */
export function mostOf(option: Option, picked: readonly string[]): number {
  const total = sumOf(linesTaken(option, picked))
  if (option.most === undefined) return total
  return Math.max(total, option.most - (sumOf(option.lines) - total))
}

/** What was agreed, with every change accepted since: total and the most it may become, in minor units. */
export function agreedTotals(request: RequestRow): { total: number, most: number } | undefined {
  if (!request.agreement) return undefined
  const changes = request.acceptedChanges.reduce((sum, change) => sum + change.total, 0)
  return { total: request.agreement.total + changes, most: request.agreement.most + changes }
}

/** Every line that was agreed, changes included, by line id. */
export function agreedLinesById(request: RequestRow): Map<string, Line> {
  const lines = [...(request.agreement?.lines ?? []), ...request.acceptedChanges.flatMap(change => change.lines)]
  return new Map(lines.map(line => [line.id, line]))
}

/** What is still owed, in minor units; below zero means that we owe the client. */
export function owedBy(request: RequestRow): number {
  const due = (request.billed ?? request.deposit ?? 0) + (request.fees ?? 0)
  return due - request.paid + request.refunded
}

export const hasDuplicateIds = (lines: readonly { id: string }[]) => new Set(lines.map(line => line.id)).size < lines.length
