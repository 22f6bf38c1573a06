import type { Line, Option } from './commands/parts.ts'
import type { RequestEvent } from './event.ts'
import { mostOf, sumOf, linesTaken } from './totals.ts'

/** A line of an option before and after; on one side only where it is new or gone. */
export type LineDifference = { id: string, before?: Line, after?: Line }

/** What became of one option: totals and mosts in minor units, without its optional lines. Undefined on the side where it did not exist. */
export type OptionDifference = {
  id: string
  title: string
  before?: { total: number, most: number }
  after?: { total: number, most: number }
  lines: LineDifference[]
}

export type ProposalDifference = { from: number, to: number, reason?: string, options: OptionDifference[] }

const isSameLine = (a: Line, b: Line) =>
  a.label === b.label && a.amount === b.amount && a.quantity === b.quantity && a.unit === b.unit && a.taxRate === b.taxRate && Boolean(a.optional) === Boolean(b.optional)

const figures = (option: Option) => ({ total: sumOf(linesTaken(option, [])), most: mostOf(option, []) })

function compareLines(before: readonly Line[], after: readonly Line[]): LineDifference[] {
  const beforeById = new Map(before.map(line => [line.id, line]))
  const afterIds = new Set(after.map(({ id }) => id))
  return [
    ...after.flatMap((line): LineDifference[] => {
      const old = beforeById.get(line.id)
      if (!old) return [{ id: line.id, after: line }]
      return isSameLine(old, line) ? [] : [{ id: line.id, before: old, after: line }]
    }),
    ...before.filter(({ id }) => !afterIds.has(id)).map((line): LineDifference => ({ id: line.id, before: line })),
  ]
}

/** Option by option and line by line what a revision changed; options that stayed the same are left out. */
export function compareOptions(before: readonly Option[], after: readonly Option[]): OptionDifference[] {
  const beforeById = new Map(before.map(option => [option.id, option]))
  const afterIds = new Set(after.map(({ id }) => id))
  return [
    ...after.flatMap((option): OptionDifference[] => {
      const old = beforeById.get(option.id)
      const difference = { id: option.id, title: option.title, ...(old ? { before: figures(old) } : {}), after: figures(option), lines: compareLines(old?.lines ?? [], option.lines) }
      const isSame = old !== undefined && difference.lines.length === 0 && mostOf(old, []) === mostOf(option, [])
      return isSame ? [] : [difference]
    }),
    ...before.filter(({ id }) => !afterIds.has(id)).map((option): OptionDifference => ({ id: option.id, title: option.title, before: figures(option), lines: compareLines(option.lines, []) })),
  ]
}

/** What the newest proposal changed against the one before it; undefined while there is only one. */
export function lastRevision(events: readonly RequestEvent[]): ProposalDifference | undefined {
  const offers = events.flatMap(({ body }) => body.type === 'proposalOffered' ? [body] : [])
  const [before, after] = offers.slice(-2)
  if (!before || !after) return undefined
  return { from: before.revision, to: after.revision, ...(after.reason ? { reason: after.reason } : {}), options: compareOptions(before.options, after.options) }
}
