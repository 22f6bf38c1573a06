import type { Deciders } from './decider.ts'
import type { ArgsOf } from '../command.ts'
import type { Context } from '../context.ts'
import { reject, type Rejection } from '../rejection.ts'
import type { RequestRow } from '../row.ts'
import { hasDuplicateIds, linesTaken, mostOf, sumOf } from '../totals.ts'

function checkOptions(args: ArgsOf<'propose'>): Rejection | undefined {
  if (hasDuplicateIds(args.options)) return reject('duplicate-line')
  for (const option of args.options) {
    if (hasDuplicateIds(option.lines)) return reject('duplicate-line', { option: option.title })
    if (option.most !== undefined && option.most < sumOf(option.lines)) return reject('most-below-total', { option: option.title })
  }
  return undefined
}

/** A proposal that says something else than the version before needs a reason. */
function needsReason(request: RequestRow, args: ArgsOf<'propose'>): boolean {
  return request.proposal !== undefined && !args.reason?.trim() && JSON.stringify(request.proposal.options) !== JSON.stringify(args.options)
}

export const offering: Deciders<
  'propose' | 'withdraw' | 'expire' | 'askForChanges' | 'refuse' | 'chooseOption' | 'reconsider' | 'agree'
> = {
  propose(request, { args }, { now }) {
    if (args.validUntil <= now) return reject('valid-until-past')
    const problem = checkOptions(args)
    if (problem) return problem
    if (needsReason(request, args)) return reject('difference-needs-reason')
    return { type: 'proposalOffered', revision: request.revision + 1, ...args }
  },
  withdraw: (_request, { args }) => ({ type: 'proposalWithdrawn', ...args }),
  expire: (request, _command, { now }) =>
    request.proposal && request.proposal.validUntil < now ? { type: 'proposalExpired' } : reject('not-allowed-now', { state: request.state }),
  askForChanges: (_request, { args }) => ({ type: 'changesAsked', ...args }),
  refuse: (_request, { args }) => ({ type: 'proposalRefused', ...args }),
  chooseOption(request, { args }, { now }) {
    const { proposal } = request
    if (!proposal || proposal.revision !== args.revision) return reject('revision-changed', { revision: request.revision })
    if (proposal.validUntil < now) return reject('offer-expired')
    const option = proposal.options.find(candidate => candidate.id === args.optionId)
    if (!option) return reject('no-such-option')
    const unknown = args.lines.find(id => !option.lines.some(line => line.id === id && line.optional))
    if (unknown !== undefined) return reject('no-such-line', { line: unknown })
    return { type: 'optionChosen', ...args, total: sumOf(linesTaken(option, args.lines)), most: mostOf(option, args.lines) }
  },
  reconsider: () => ({ type: 'choiceReconsidered' }),
  agree(request, command, context) {
    const problem = checkAgreement(request, command.args, context)
    if (problem) return problem
    const { choice, proposal } = request
    const option = proposal?.options.find(candidate => candidate.id === choice?.optionId)
    if (!choice || !option) return reject('no-such-option')
    return {
      type: 'agreed',
      optionId: option.id, revision: choice.revision, title: option.title, lines: linesTaken(option, choice.lines),
      total: choice.total, most: choice.most,
      termsHash: command.args.termsHash, termsId: context.termsIdByHash[command.args.termsHash]!, name: command.args.name,
    }
  },
}

function checkAgreement(request: RequestRow, args: ArgsOf<'agree'>, { actor, now, termsIdByHash }: Context): Rejection | undefined {
  const { choice, proposal } = request
  if (actor.kind === 'member' && !actor.confirmed) return reject('confirm-address-first')
  if (!choice || !proposal || choice.revision !== args.revision) return reject('revision-changed', { revision: request.revision })
  if (choice.optionId !== args.optionId) return reject('no-such-option')
  if (proposal.validUntil < now) return reject('offer-expired')
  if (choice.total !== args.total || choice.most !== args.most) return reject('price-changed', { total: choice.total })
  if (!Object.hasOwn(termsIdByHash, args.termsHash)) return reject('terms-changed')
  return undefined
}
