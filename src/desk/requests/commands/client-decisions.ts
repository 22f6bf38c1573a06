import type { Actor } from '#domain/request/actor.ts'
import type { Millis } from '#domain/ids.ts'
import type { CommandName } from '#domain/request/command.ts'
import { permissionFor } from '#domain/request/permissions.ts'
import type { RequestRow } from '#domain/request/row.ts'
import { fitsNow } from './fits-now.ts'

/** What a client may decide and say to staff instead of tapping it: in the order in which it is offered. */
export const clientDecisions = [
  'answer', 'helped', 'chooseOption', 'agree', 'reconsider', 'askForChanges', 'refuse', 'askForFullPath', 'acceptChange', 'refuseChange',
  'confirmTime', 'moveTime', 'cancelTime', 'accept', 'askForRework', 'claimWarranty', 'withdrawClaim', 'remark', 'evaluate', 'cancel',
] as const satisfies CommandName[]
export type ClientDecision = (typeof clientDecisions)[number]

/** Which decisions of the client this person may write down now. */
export const recordableNow = (request: RequestRow, actor: Actor, now: Millis): ClientDecision[] =>
  clientDecisions.filter(name => permissionFor(request, name, actor, true) === 'yes' && fitsNow(name, request) && isOpenToClient(name, request, now))

function isOpenToClient(name: ClientDecision, { warrantyUntil, evaluations }: RequestRow, now: Millis): boolean {
  switch (name) {
    case 'claimWarranty': return (warrantyUntil ?? 0) > now
    case 'evaluate': return evaluations.every(({ stage }) => stage !== 'evaluation')
    default: return true
  }
}
