import type { Line, Option } from '#domain/request/commands/parts.ts'

/** An option's lines by what they mean to somebody who compares. */
export type LineLists = { own: Line[], shared: Line[], optional: Line[] }

const isSame = (a: Line, b: Line) => a.id === b.id && a.amount === b.amount && a.label === b.label && !b.optional

/** What sets an option apart first; what every option holds at the same price apart from it. With one option nothing is shared. */
export function lineLists(option: Option, options: readonly Option[]): LineLists {
  const others = options.filter(({ id }) => id !== option.id)
  const isShared = (line: Line) => others.length > 0 && others.every(other => other.lines.some(candidate => isSame(line, candidate)))
  const fixed = option.lines.filter(line => !line.optional)
  return { own: fixed.filter(line => !isShared(line)), shared: fixed.filter(isShared), optional: option.lines.filter(line => line.optional) }
}

/** The tax inside amounts that hold it, by rate, in minor units; half up, once for each rate. */
export function taxesIn(lines: readonly Pick<Line, 'amount' | 'taxRate'>[]): { rate: string, tax: number }[] {
  const sumsByRate = new Map<string, number>()
  for (const { amount, taxRate } of lines) sumsByRate.set(taxRate, (sumsByRate.get(taxRate) ?? 0) + amount)
  return [...sumsByRate].flatMap(([rate, sum]) => Number(rate) === 0 ? [] : [{ rate, tax: Math.round(sum * Number(rate) / (100 + Number(rate))) }])
}
