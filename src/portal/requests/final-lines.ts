import type { Line } from '#domain/request/commands/parts.ts'
import type { RequestRow } from '#domain/request/row.ts'
import { agreedLinesById } from '#domain/request/totals.ts'

/** One line of the final cost beside what was agreed; `undefined` where one side does not have it. */
export type FinalLine = { id: string, label: string, agreed: number | undefined, final: number | undefined, why: string | undefined }

/** Line by line, in the order of what was done; what was agreed and not done comes last. */
export function finalLines(request: RequestRow): FinalLine[] {
  const agreedById = agreedLinesById(request)
  const done = request.result?.lines ?? []
  const doneIds = new Set(done.map(({ id }) => id))
  const toRow = (line: Line, agreed: number | undefined, final: number | undefined): FinalLine =>
    ({ id: line.id, label: line.label, agreed, final, why: agreed === final ? undefined : line.why })
  return [
    ...done.map(line => toRow(line, agreedById.get(line.id)?.amount, line.amount)),
    ...[...agreedById.values()].filter(({ id }) => !doneIds.has(id)).map(line => ({ ...toRow(line, line.amount, undefined), why: undefined })),
  ]
}
