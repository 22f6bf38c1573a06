import { owedBy } from '#domain/request/totals.ts'
import { writeAmount } from '../proposal/amount.ts'
import type { CommandSpec, FieldSpec } from './command-spec.ts'
import type { ButtonCommand } from './matters.ts'

const reason: FieldSpec = { id: 'reason', kind: 'words', label: 'counter.fields.reason', hint: 'desk.forms.clientSees' }
const word: FieldSpec = { id: 'text', kind: 'words', label: 'counter.fields.word', hint: 'desk.forms.clientSees' }
const amount: FieldSpec = { id: 'amount', kind: 'amount', label: 'counter.fields.amount', isRequired: true }

/** Staff's own commands of a few fields. */
export const staffSpecs = {
  cancelTime: { fields: [reason], toCommand: typed => ({ name: 'cancelTime', args: { reason: typed.optional('reason') } }) },
  receiveItem: {
    fields: [
      { id: 'item', kind: 'line', label: 'counter.fields.item', hint: 'counter.fields.itemHint', isRequired: true },
      { id: 'condition', kind: 'words', label: 'counter.fields.condition', hint: 'counter.fields.conditionHint', isRequired: true },
      { id: 'place', kind: 'line', label: 'counter.fields.place', hint: 'counter.fields.placeHint' },
    ],
    photos: 'optional',
    toCommand: typed => ({ name: 'receiveItem', args: { item: typed.text('item'), condition: typed.text('condition'), place: typed.optional('place') } }),
  },
  readyForPickup: { fields: [word], toCommand: typed => ({ name: 'readyForPickup', args: { text: typed.optional('text') } }) },
  handOver: {
    fields: [{ id: 'to', kind: 'line', label: 'counter.fields.to', hint: 'counter.fields.toHint', isRequired: true, initial: request => request.contact.name }],
    photos: 'optional',
    toCommand: typed => ({ name: 'handOver', args: { to: typed.text('to') } }),
  },
  withdrawChange: { fields: [reason], toCommand: typed => ({ name: 'withdrawChange', args: { reason: typed.optional('reason') } }) },
  requireDeposit: { fields: [amount, reason], toCommand: typed => ({ name: 'requireDeposit', args: { amount: typed.amount('amount'), reason: typed.optional('reason') } }) },
  issueBill: { fields: [word], toCommand: typed => ({ name: 'issueBill', args: { text: typed.optional('text') } }) },
  recordPayment: {
    fields: [
      { ...amount, initial: (request, { digits, language }) => (owedBy(request) > 0 ? writeAmount(owedBy(request), digits, language) : '') },
      {
        id: 'method', kind: 'line', label: 'counter.fields.method', isRequired: true,
        suggestions: ['counter.methods.card', 'counter.methods.cash', 'counter.methods.transfer', 'counter.methods.mobile'],
      },
    ],
    toCommand: typed => ({ name: 'recordPayment', args: { amount: typed.amount('amount'), method: typed.text('method') } }),
  },
  refund: {
    fields: [
      { ...amount, initial: (request, { digits, language }) => writeAmount(request.paid - request.refunded, digits, language) },
      { ...reason, isRequired: true },
    ],
    toCommand: typed => ({ name: 'refund', args: { amount: typed.amount('amount'), reason: typed.text('reason') } }),
  },
  setPriority: {
    fields: [{
      id: 'priority', kind: 'choice', label: 'counter.fields.priority', hint: 'counter.onlyStaff', isRequired: true,
      choices: [{ value: 'high', label: 'counter.priorities.high' }, { value: 'normal', label: 'counter.priorities.normal' }, { value: 'low', label: 'counter.priorities.low' }],
    }],
    toCommand: typed => ({ name: 'setPriority', args: { priority: typed.text('priority') as 'low' | 'normal' | 'high' } }),
  },
  attach: { fields: [word], photos: 'required', toCommand: typed => ({ name: 'attach', args: { text: typed.optional('text') } }) },
} as const satisfies Partial<Record<ButtonCommand, CommandSpec>>
