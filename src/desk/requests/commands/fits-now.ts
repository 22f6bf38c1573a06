import type { CommandName } from '#domain/request/command.ts'
import type { RequestRow } from '#domain/request/row.ts'

/**
 * Whether a command that the table allows makes sense as the request stands: the decider would refuse what does not, and a button that can
 * only be refused is noise.
 */
export function fitsNow(name: CommandName, request: RequestRow): boolean {
  const { appointment, item, agreement, visit, objections, isUrgent, paid, refunded } = request
  const hasPrice = agreement !== undefined || visit !== undefined
  switch (name) {
    case 'markUrgent': return !isUrgent
    case 'confirmTime': return appointment === undefined
    case 'moveTime': case 'cancelTime': return appointment !== undefined
    case 'readyForPickup': return item !== undefined && !item.isReady
    case 'handOver': return item !== undefined
    case 'requireDeposit': return hasPrice && request.billed === undefined
    case 'issueBill': return hasPrice && objections.length === 0
    case 'recordPayment': return hasPrice
    case 'refund': return paid > refunded
    default: return true
  }
}
