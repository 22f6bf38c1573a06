import type { CommandSpec } from './command-spec.ts'

/** What becomes of a record that the client objects to. `event`: the record's number. */
export const settleSpec = (event: number): CommandSpec => ({
  fields: [
    {
      id: 'outcome', kind: 'choice', label: 'counter.objection.outcome', isRequired: true,
      choices: [{ value: 'setAside', label: 'counter.objection.setAside' }, { value: 'stands', label: 'counter.objection.stands' }],
    },
    { id: 'text', kind: 'words', label: 'counter.objection.text', hint: 'desk.forms.clientSees', isRequired: true },
  ],
  toCommand: typed => ({ name: 'settleObjection', args: { event, outcome: typed.text('outcome') as 'stands' | 'setAside', text: typed.text('text') } }),
})
