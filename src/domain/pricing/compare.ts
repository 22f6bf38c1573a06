import type { Span, Total } from './breakdown.ts'

/** What two prices must have to be laid side by side: breakdowns have it, and proposals can say it. */
export type Comparable<Line extends ComparableLine = ComparableLine> = {
  currency: string
  lines: readonly Line[]
  total: Total
}
export type ComparableLine = {
  id: string
  amount: Span
  quantity?: string | undefined
  unitPrice?: number | undefined
  taxRate: string
}

/** What made a line's amount move: the first of these that differs. `rest`: something that it builds upon. */
export type Cause = 'quantity' | 'unitPrice' | 'taxRate' | 'rest'

export type Moved<Line> = { id: string, before: Line, after: Line, change: Span, cause: Cause }

/** Line by line, in the order of the later price (removed ones in that of the earlier). */
export type Difference<Line extends ComparableLine = ComparableLine> = {
  added: Line[]
  removed: Line[]
  moved: Moved<Line>[]
  total: { before: Total, after: Total, change: Span | undefined }
}

/** What became of price `a` in price `b`, lines matched by id. The change of the total is missing where one end is open. */
export function compare<Line extends ComparableLine>(
  a: Comparable<Line>, b: Comparable<Line>,
): Difference<Line> {
  const earlierById = new Map(a.lines.map(line => [line.id, line]))
  const laterIds = new Set(b.lines.map(line => line.id))
  return {
    added: b.lines.filter(line => !earlierById.has(line.id)),
    removed: a.lines.filter(line => !laterIds.has(line.id)),
    moved: b.lines.flatMap(after => {
      const before = earlierById.get(after.id)
      return before === undefined || isSameLine(before, after)
        ? []
        : [{ id: after.id, before, after, change: changeOf(before.amount, after.amount), cause: causeOf(before, after) }]
    }),
    total: { before: a.total, after: b.total, change: changeOfTotal(a, b) },
  }
}

/** Whether two prices come to the same, line by line; their dates and lists may differ. */
export function isSamePrice(a: Comparable, b: Comparable): boolean {
  const { added, removed, moved, total } = compare(a, b)
  return a.currency === b.currency && added.length + removed.length + moved.length === 0
    && total.before.kind === total.after.kind && sameSpan(spanOf(total.before), spanOf(total.after))
}

const sameSpan = (a: Span | undefined, b: Span | undefined) => a?.low === b?.low && a?.high === b?.high

const isSameLine = (a: ComparableLine, b: ComparableLine) => sameSpan(a.amount, b.amount) && a.taxRate === b.taxRate

const changeOf = (before: Span, after: Span): Span => ({ low: after.low - before.low, high: after.high - before.high })

function causeOf(before: ComparableLine, after: ComparableLine): Cause {
  if (before.quantity !== after.quantity) return 'quantity'
  if (before.unitPrice !== after.unitPrice) return 'unitPrice'
  return sameSpan(before.amount, after.amount) ? 'taxRate' : 'rest'
}

function spanOf(total: Total): Span | undefined {
  switch (total.kind) {
    case 'firm': return { low: total.amount, high: total.amount }
    case 'from': return { low: total.amount, high: total.amount }
    case 'range': return { low: total.low, high: total.high }
    case 'request': return undefined
    default: return total satisfies never
  }
}

function changeOfTotal(a: Comparable, b: Comparable): Span | undefined {
  const [before, after] = [spanOf(a.total), spanOf(b.total)]
  const isOpen = [a, b].some(({ total }) => total.kind === 'from')
  return before === undefined || after === undefined || isOpen || a.currency !== b.currency ? undefined : changeOf(before, after)
}
