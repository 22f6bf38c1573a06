import type { Mutant } from './bundle.mjs'

/** `seed`: of the world in which it dies. `isCore`: also tried in the short run. */
export type KnownMutant = Mutant & { seed: number, isCore?: true }

/** Rules of the protocol, each taken out by a change of one place: the simulation has to notice every one. */
export const mutants: readonly KnownMutant[] = [
  {
    name: 'no-deduplication', seed: 1, isCore: true, file: 'src/server/sync/known-mid.ts',
    find: "return result ? { kind: 'result', result } : readEffect(trx, of, mid)", replace: 'return undefined',
  },
  {
    name: 'plain-path-without-deduplication', seed: 1, file: 'src/server/sync/plain-command.ts',
    find: '|| facts.isMidKnown ||', replace: '||',
  },
  {
    name: 'plain-path-without-dependencies', seed: 1, file: 'src/server/sync/plain-command.ts',
    find: '|| !facts.dependencies.every(isApplied)', replace: '',
  },
  {
    name: 'taken-numbers-taken-again', seed: 1, file: 'src/server/sync/push-command.ts',
    find: 'if (seq > sender.lastSeq) return undefined', replace: 'if (seq > 0) return undefined',
  },
  {
    name: 'fork-ignored', seed: 1, isCore: true, file: 'src/server/sync/push-command.ts',
    find: "if (effect?.kind !== 'result') throw new Refusal('forked', { detail: { lastSeq: sender.lastSeq } })", replace: "if (effect?.kind !== 'result') return { seq, mid, result: { kind: 'void' } }",
  },
  {
    name: 'gap-accepted', seed: 1, file: 'src/server/sync/push-command.ts',
    find: 'if (seq > sender.lastSeq + 1) throw', replace: 'if (seq < 0) throw',
  },
  {
    name: 'dependency-ignored', seed: 1, file: 'src/server/sync/push-command.ts',
    find: "return results.some(({ result }) => result.kind !== 'applied')", replace: 'return results.length < 0',
  },
  {
    name: 'results-newer-than-pages', seed: 1, isCore: true, file: 'src/server/sync/pull.ts',
    find: 'if (state && !isOtherEpoch', replace: 'answer.results = await resultsAfter(database.db, sender, body.resultsAfter)\n  if (state && !isOtherEpoch',
  },
  {
    name: 'cursor-beyond-the-commit', seed: 1, file: 'src/server/sync/feed-page.ts',
    find: 'const next = more ? rows[taken - 1]!.version : counter.version', replace: 'const next = more ? rows[taken - 1]!.version : counter.version + 1',
  },
  {
    name: 'fills-begin-anew-for-ever', seed: 1, file: 'src/server/sync/feed-page.ts',
    find: ' && !isFilling)', replace: ')',
  },
  {
    name: 'epoch-ignored', seed: 1, isCore: true, file: 'src/local/call-registered.ts',
    find: 'if (answer.value.epoch === registered.value.epoch) return answer', replace: 'if (answer.value.epoch !== undefined) return answer',
  },
  {
    name: 'floor-ignored', seed: 1, isCore: true, file: 'src/server/sync/feed-page.ts',
    find: '|| (cursor > 0 && cursor < counter.floor && !isFilling)', replace: '',
  },
  {
    name: 'tombstones-purged-without-floor', seed: 1, isCore: true, file: 'src/server/jobs/purge-tombstones.ts',
    find: "await trx.updateTable('feed_counter').set({ floor: highest })", replace: "await trx.updateTable('feed_counter').set({ floor: 0 })",
  },
  {
    name: 'feed-of-the-wrong-reader', seed: 1, isCore: true, file: 'src/server/requests/apply-command.ts',
    find: 'await writeFeed(trx, { account, reader }, changes.slice', replace: 'await writeFeed(trx, { account, reader: account }, changes.slice',
  },
  {
    name: 'desk-stream-to-clients', seed: 1, file: 'src/server/requests/apply-command.ts',
    find: "const shared = events.filter(event => event.stream === 'shared')", replace: 'const shared = events.slice()',
  },
  {
    name: 'version-not-locked', seed: 1, isCore: true, file: 'src/server/sync/feed-repository.ts',
    find: "version: eb('feed_counter.version', '+', changes.length)", replace: "version: eb('feed_counter.version', '+', changes.length - 1)",
  },
  {
    name: 'permanent-on-any-error', seed: 1, isCore: true, file: 'src/local/flush.ts',
    find: "failure.kind === 'tooLarge' || (failure.kind", replace: "failure.kind === 'busy' || failure.kind === 'tooLarge' || (failure.kind",
  },
  {
    name: 'overlay-dropped-at-push', seed: 1, isCore: true, file: 'src/local/keep-results.ts',
    find: "case 'applied': return 'applied'", replace: "case 'applied': return 'arrived'",
  },
  {
    name: 'overlay-dropped-at-any-page', seed: 1, isCore: true, file: 'src/local/apply-page.ts',
    find: 'settled: more ? feed.settled : cursor', replace: 'settled: cursor + (more ? 1_000 : 0)',
  },
  {
    name: 'page-applied-without-its-base', seed: 1, isCore: true, file: 'src/local/apply-page.ts',
    find: "if (known.fill !== from.fill || known.cursor !== from.cursor) return 'stale'", replace: '',
  },
  {
    name: 'reset-over-what-is-shown', seed: 1, file: 'src/local/apply-page.ts',
    find: "return { ...feed, cursor, sum, settled: more ? feed.settled : cursor }", replace: "return { ...feed, cursor: 0, sum, settled: more ? feed.settled : cursor }",
  },
  {
    name: 'hash-difference-ignored', seed: 1, file: 'src/local/check-sum.ts',
    find: 'if (expected === sum) {', replace: 'if (expected !== undefined) {',
  },
  {
    name: 'no-strict-durability', seed: 1, isCore: true, file: 'src/local/outbox-database.ts',
    find: "openDatabase(outboxName(reader), 'strict', where)", replace: "openDatabase(outboxName(reader), 'relaxed', where)",
  },
  {
    name: 'fork-kills-the-unsent', seed: 1, file: 'src/local/outbox-meta.ts',
    find: 'offered.map(({ command, result }, index) => ({ ...command,', replace: 'offered.slice(1).map(({ command, result }, index) => ({ ...command,',
  },
  {
    name: 'fork-mints-new-mids', seed: 1, file: 'src/local/outbox-meta.ts',
    find: '...arrivalOf(command, result), sender,', replace: '...arrivalOf(command, result), mid: mintId(now), sender,',
  },
  {
    name: 'void-dropped', seed: 1, file: 'src/local/wire.ts',
    find: 'if (command.isVoided) return', replace: 'if (command.isVoided && command.seq < 0) return',
  },
  {
    name: 'sent-out-of-order', seed: 1, file: 'src/local/outbox-meta.ts',
    find: '(a, b) => a.order - b.order', replace: '(a, b) => b.order - a.order',
  },
  {
    name: 'pull-waits-for-push', seed: 1, file: 'src/local/sync-once.ts',
    find: "if (isForAll(answer.refusal) && !(step === flushReader && answer.refusal.kind === 'offline')) return", replace: 'return',
  },
  {
    name: 'journal-trims-what-waits', seed: 1, file: 'src/local/trim-journal.ts',
    find: "anyOf('arrived', 'discarded')", replace: "anyOf('arrived', 'discarded', 'queued')",
  },
]
