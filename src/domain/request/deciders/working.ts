import type { Deciders } from './decider.ts'
import { warrantyFrom } from './warranty.ts'
import type { Line } from '../commands/parts.ts'
import { reject, type Rejection } from '../rejection.ts'
import type { RequestRow } from '../row.ts'
import { agreedLinesById, agreedTotals, hasDuplicateIds, sumOf } from '../totals.ts'

const disputed = (request: RequestRow) => (request.objections.length > 0 ? reject('record-disputed', { event: request.objections[0]! }) : undefined)

/** The final cost holds to what was agreed: every difference is a line with a reason, and the sum stays below the agreed most. */
function checkFinalLines(request: RequestRow, lines: Line[]): Rejection | undefined {
  const agreed = agreedTotals(request)
  if (!agreed) return reject('nothing-agreed')
  if (hasDuplicateIds(lines)) return reject('duplicate-line')
  const unexplained = findUnexplained(agreedLinesById(request), lines)
  if (unexplained) return reject('difference-needs-reason', { line: unexplained.label })
  if (sumOf(lines) > agreed.most) return reject('more-than-agreed', { total: sumOf(lines), most: agreed.most })
  return undefined
}

/** A line that differs has to say why, in words that did not stand there before; what was not done stays as a line of 0. */
function findUnexplained(agreedById: ReadonlyMap<string, Line>, lines: readonly Line[]): Line | undefined {
  const ids = new Set(lines.map(line => line.id))
  const isExplained = (line: Line, agreed: Line | undefined) => agreed?.amount === line.amount || Boolean(line.why?.trim() && line.why !== agreed?.why)
  return lines.find(line => !isExplained(line, agreedById.get(line.id))) ?? [...agreedById.values()].find(line => !ids.has(line.id))
}

export const working: Deciders<
  'start' | 'report' | 'pause' | 'resume' | 'finish' | 'check' | 'returnToWork' | 'accept' | 'askForRework' | 'claimWarranty' | 'withdrawClaim' | 'declineClaim'
> = {
  start: request => disputed(request) ?? { type: 'workStarted' },
  report: (_request, { args }) => ({ type: 'progressReported', ...args }),
  pause: (_request, { args }) => ({ type: 'workPaused', ...args }),
  resume: () => ({ type: 'workResumed' }),
  finish: (request, { args }) =>
    disputed(request) ?? checkFinalLines(request, args.lines)
    ?? { type: 'workFinished', ...args, total: sumOf(args.lines), skipsCheck: request.path === 'quick' },
  check: (_request, { args }) => ({ type: 'resultChecked', ...args }),
  returnToWork: (_request, { args }) => ({ type: 'returnedToWork', ...args }),
  accept(request, { args }, { actor, now }) {
    // Silence counts as a yes only where a service says so, and no service can say so yet.
    if (actor.kind === 'time') return reject('not-allowed-now', { state: request.state })
    return { type: 'resultAccepted', ...args, ...warrantyFrom(request, now), isSilent: false }
  },
  askForRework: (_request, { args }) => ({ type: 'reworkAsked', ...args }),
  claimWarranty: (request, { args }, { now }) =>
    (request.warrantyUntil ?? 0) > now ? { type: 'warrantyClaimed', ...args } : reject('warranty-over'),
  withdrawClaim: (_request, { args }) => ({ type: 'claimWithdrawn', ...args }),
  declineClaim: (_request, { args }) => ({ type: 'claimDeclined', ...args }),
}

export const changing: Deciders<'proposeChange' | 'acceptChange' | 'refuseChange' | 'withdrawChange'> = {
  proposeChange(request, { args }) {
    const agreedById = agreedLinesById(request)
    if (hasDuplicateIds(args.lines) || args.lines.some(line => agreedById.has(line.id))) return reject('duplicate-line')
    return { type: 'changeOffered', revision: request.revision + 1, ...args, total: sumOf(args.lines) }
  },
  acceptChange(request, { args }, { actor }) {
    const { change } = request
    if (actor.kind === 'member' && !actor.confirmed) return reject('confirm-address-first')
    if (!change || change.revision !== args.revision) return reject('revision-changed', { revision: request.revision })
    if (change.total !== args.total) return reject('price-changed', { total: change.total })
    return { type: 'changeAccepted', revision: change.revision, lines: change.lines, total: change.total }
  },
  refuseChange: (request, { args }) =>
    request.change?.revision === args.revision ? { type: 'changeRefused', ...args } : reject('revision-changed', { revision: request.revision }),
  withdrawChange: (_request, { args }) => ({ type: 'changeWithdrawn', ...args }),
}
