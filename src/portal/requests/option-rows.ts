import type { Line, Option } from '#domain/request/commands/parts.ts'

/** One line across all options: a cell per option, empty where that option does not hold it. */
export type OptionRow = { id: string, label: string, cells: (Line | undefined)[] }
export type OptionRows = { differing: OptionRow[], same: OptionRow[] }

const keyOf = ({ id, label }: Line) => `${id} ${label}`

/** The lines of several options as rows of one table: first what differs, then what every option holds alike. */
export function optionRows(options: readonly Option[]): OptionRows {
  const rowsByKey = new Map<string, OptionRow>()
  for (const option of options) {
    for (const line of option.lines) if (!rowsByKey.has(keyOf(line))) rowsByKey.set(keyOf(line), { id: line.id, label: line.label, cells: [] })
  }
  for (const [key, row] of rowsByKey) row.cells = options.map(({ lines }) => lines.find(line => keyOf(line) === key))
  const rows = [...rowsByKey.values()]
  const isSame = ({ cells: [first, ...others] }: OptionRow) => first !== undefined && !first.optional && others.every(cell => cell?.amount === first.amount && !cell.optional)
  return { differing: rows.filter(row => !isSame(row)), same: rows.filter(isSame) }
}
