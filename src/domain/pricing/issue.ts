/** Something wrong in a price model; `path` leads to the exact field. */
export type ModelIssue = { path: readonly (string | number)[], message: string }

/** Ids that stand more than once, each reported at its later place. */
export function findDuplicates(items: readonly { id: string }[], path: readonly (string | number)[]): ModelIssue[] {
  const seen = new Set<string>()
  return items.flatMap(({ id }, index) => {
    const isNew = !seen.has(id)
    seen.add(id)
    return isNew ? [] : [{ path: [...path, index, 'id'], message: `'${id}' stands twice` }]
  })
}
