import type { Invariant } from './invariant.ts'
import type { ServerView } from '../server-view.ts'

/** 5. Versions of a scope are given without gaps and become visible in order: none appears below a cursor already handed out. */
export const versions: Invariant = {
  name: '5 no version appears below one that was handed out',
  begin: world => {
    let before: ServerView | undefined
    return () => {
      const now = world.look()
      const earlier = before?.epoch === now.epoch ? before : undefined
      before = now
      if (earlier === now) return undefined
      const nameOf = (row: { account: string, reader: string }) => `${row.account}|${row.reader}`
      const counters = new Map(now.counters.map(counter => [nameOf(counter), counter.version]))
      const countersBefore = new Map(earlier?.counters.map(counter => [nameOf(counter), counter.version]))
      const known = new Set(earlier?.feed.map(row => `${nameOf(row)}|${row.kind}|${row.key}|${row.version}`))
      const floors = new Map(now.counters.map(counter => [nameOf(counter), counter.floor]))
      const newest = new Map<string, number>()
      for (const row of now.feed) {
        const owner = nameOf(row)
        if (row.version > (counters.get(owner) ?? 0)) return `feed ${owner} has a row at ${row.version}, beyond its counter`
        newest.set(owner, Math.max(newest.get(owner) ?? 0, row.version))
        const isNew = !known.has(`${owner}|${row.kind}|${row.key}|${row.version}`)
        if (earlier && isNew && row.version <= (countersBefore.get(owner) ?? 0)) return `feed ${owner} got ${row.kind} ${row.key} at ${row.version} after ${countersBefore.get(owner)} was handed out`
      }
      const moved = new Set(now.moved)
      for (const [owner, version] of countersBefore) if (!moved.has(owner.split('|')[0]!) && (counters.get(owner) ?? 0) < version) return `the counter of ${owner} went back from ${version}`
      for (const [owner, version] of counters) if (version > 0 && Math.max(newest.get(owner) ?? 0, floors.get(owner) ?? 0) !== version) return `the newest row of ${owner} is ${newest.get(owner)}, its counter ${version}`
      return undefined
    }
  },
}
