import type { ArgsOf } from '#domain/request/command.ts'
import type { ClientDecision } from './client-decisions.ts'
import type { CommandSpec, FieldSpec } from './command-spec.ts'

const said: FieldSpec = { id: 'text', kind: 'words', label: 'counter.fields.said', isRequired: true }
const maySay: FieldSpec = { ...said, label: 'counter.fields.maySay', isRequired: false }

/** What a client decided, written down by staff. A choice of options, the yes to a price, and times have forms of their own. */
export const decisionSpecs = {
  answer: { fields: [said], toCommand: typed => ({ name: 'answer', args: { text: typed.text('text') } }) },
  helped: { fields: [], toCommand: () => ({ name: 'helped', args: {} }) },
  reconsider: { fields: [], toCommand: () => ({ name: 'reconsider', args: {} }) },
  askForChanges: { fields: [said], toCommand: typed => ({ name: 'askForChanges', args: { text: typed.text('text') } }) },
  refuse: { fields: [{ ...said, label: 'counter.fields.whyNo' }], toCommand: typed => ({ name: 'refuse', args: { reason: typed.text('text') } }) },
  askForFullPath: { fields: [maySay], toCommand: typed => ({ name: 'askForFullPath', args: { text: typed.optional('text') } }) },
  acceptChange: { fields: [], toCommand: (_typed, { change }) => ({ name: 'acceptChange', args: { revision: change?.revision ?? 0, total: change?.total ?? 0 } }) },
  refuseChange: {
    fields: [{ ...maySay, label: 'counter.fields.whyNo' }],
    toCommand: (typed, { change }) => ({ name: 'refuseChange', args: { revision: change?.revision ?? 0, reason: typed.optional('text') } }),
  },
  cancelTime: { fields: [{ ...maySay, label: 'counter.fields.reason' }], toCommand: typed => ({ name: 'cancelTime', args: { reason: typed.optional('text') } }) },
  accept: { fields: [maySay], toCommand: typed => ({ name: 'accept', args: { remarks: typed.optional('text') } }) },
  askForRework: { fields: [{ ...said, label: 'counter.fields.missing' }], toCommand: typed => ({ name: 'askForRework', args: { text: typed.text('text') } }) },
  claimWarranty: { fields: [said], toCommand: typed => ({ name: 'claimWarranty', args: { text: typed.text('text') } }) },
  withdrawClaim: { fields: [maySay], toCommand: typed => ({ name: 'withdrawClaim', args: { text: typed.optional('text') } }) },
  remark: {
    fields: [
      {
        id: 'kind', kind: 'choice', label: 'counter.fields.kind', isRequired: true, initial: () => 'remark',
        choices: [
          { value: 'remark', label: 'desk.remarks.kinds.remark' }, { value: 'wish', label: 'desk.remarks.kinds.wish' },
          { value: 'complaint', label: 'desk.remarks.kinds.complaint' }, { value: 'praise', label: 'desk.remarks.kinds.praise' },
        ],
      },
      said,
    ],
    toCommand: typed => ({ name: 'remark', args: { id: typed.id, kind: typed.text('kind') as ArgsOf<'remark'>['kind'], text: typed.text('text') } }),
  },
  evaluate: {
    fields: [
      {
        id: 'grade', kind: 'choice', label: 'evaluations.question', isRequired: true,
        choices: [
          { value: '5', label: 'evaluations.grades.5' }, { value: '4', label: 'evaluations.grades.4' }, { value: '3', label: 'evaluations.grades.3' },
          { value: '2', label: 'evaluations.grades.2' }, { value: '1', label: 'evaluations.grades.1' },
        ],
      },
      maySay,
      { id: 'publish', kind: 'yes', label: 'counter.fields.publish' },
    ],
    toCommand: typed => ({
      name: 'evaluate',
      args: { id: typed.id, stage: 'evaluation', grade: Number(typed.text('grade')), aspects: {}, text: typed.optional('text'), publish: typed.is('publish') },
    }),
  },
  cancel: { fields: [{ ...said, label: 'counter.fields.reason' }], toCommand: typed => ({ name: 'cancel', args: { reason: typed.text('text') } }) },
} as const satisfies Partial<Record<ClientDecision, CommandSpec>>
