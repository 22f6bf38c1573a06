type Kept = { command: { mid: string, dependsOn?: string[] } }
export type Gathered<Item> = { item: Item, behind: Item[] }

/** Each item with all that waits for it, directly or through another; items keep their order. */
export function gatherDependants<Item extends Kept>(items: readonly Item[]): Gathered<Item>[] {
  const groupByMid = new Map<string, Gathered<Item>>()
  const groups: Gathered<Item>[] = []
  for (const item of items) {
    const known = item.command.dependsOn?.map(mid => groupByMid.get(mid)).find(group => group !== undefined)
    const group = known ?? { item, behind: [] }
    if (known) known.behind.push(item)
    else groups.push(group)
    groupByMid.set(item.command.mid, group)
  }
  return groups
}
