import { toThousandths } from './decimal.ts'
import type { ModelIssue } from './issue.ts'
import type { ModelLine } from './line.ts'

/**
 * Checks percentages and credits. Beyond naming earlier lines, what they name must keep the total from falling when a
 * line rises, to the last minor unit: nothing is discounted twice in parallel, and who counts on a discount counts on all it was taken from.
 */
export function checkShares(lines: readonly ModelLine[], taxRate: string): ModelIssue[] {
  const issues: ModelIssue[] = []
  const earlierById = new Map<string, ModelLine>()
  const poolById = new Map<string, Set<string>>()
  let fixed: ModelLine | undefined
  lines.forEach((line, index) => {
    const form = line.percent !== undefined ? 'percent' : 'credit'
    const named = line[form]?.of
    if (named !== undefined) {
      const path = ['lines', index, form, 'of']
      const found = checkNames(named, earlierById, line, path)
      issues.push(...found)
      if (line.percent !== undefined && line.kind === 'discount' && toThousandths(line.percent.rate) > 100_000n) {
        issues.push({ path: ['lines', index, 'percent', 'rate'], message: 'takes off more than there is' })
      }
      if (found.length === 0) issues.push(...checkPools(line, named, earlierById, poolById, path))
      if (line.kind === 'discount') {
        if (fixed !== undefined) issues.push({ path: ['lines', index, form], message: `stands after the fixed discount '${fixed.id}': fixed discounts come last` })
        issues.push(...checkTaxRates(line, named, earlierById, taxRate, index))
        const pool = new Set([...named, line.id])
        pool.forEach(id => poolById.set(id, pool))
      }
    }
    if (isFixedDiscount(line)) fixed ??= line
    earlierById.set(line.id, line)
  })
  return issues
}

const isFixedDiscount = ({ kind, percent, credit }: ModelLine) => kind === 'discount' && percent === undefined && credit === undefined

function checkNames(
  named: readonly string[], earlierById: ReadonlyMap<string, ModelLine>, line: ModelLine, path: readonly (string | number)[],
): ModelIssue[] {
  return named.flatMap((id, place) => {
    const other = earlierById.get(id)
    const at = [...path, place]
    if (id === line.id) return [{ path: at, message: 'names itself' }]
    if (other === undefined) return [{ path: at, message: `there is no line '${id}' before '${line.id}'` }]
    if (named.indexOf(id) !== place) return [{ path: at, message: `'${id}' stands twice` }]
    return isFixedDiscount(other) ? [{ path: at, message: `'${id}' is a fixed discount: put it after the percentages` }] : []
  })
}

function checkPools(
  line: ModelLine, named: readonly string[], earlierById: ReadonlyMap<string, ModelLine>,
  poolById: ReadonlyMap<string, Set<string>>, path: readonly (string | number)[],
): ModelIssue[] {
  return named.flatMap((id, place) => {
    if (line.kind !== 'discount' && earlierById.get(id)?.kind !== 'discount') return []
    const missing = [...poolById.get(id) ?? []].filter(one => !named.includes(one))
    return missing.length === 0 ? [] : [{ path: [...path, place], message: `'${id}' is already in a discount: name ${missing.join(', ')} too` }]
  })
}

function checkTaxRates(
  line: ModelLine, named: readonly string[], earlierById: ReadonlyMap<string, ModelLine>, taxRate: string, index: number,
): ModelIssue[] {
  const own = line.taxRate ?? taxRate
  return named.some(id => (earlierById.get(id)?.taxRate ?? taxRate) !== own)
    ? [{ path: ['lines', index, 'taxRate'], message: 'a discount has the tax rate of the lines it names: make one discount for each rate' }]
    : []
}
