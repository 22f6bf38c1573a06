import type { CommandOf } from '#domain/request/command.ts'
import type { NewEvent } from '#domain/request/event.ts'

/** A request just as its writer wrote it, where the rules cannot be asked or say no: what was saved stays to be seen. */
export const plainSubmitted = ({ args, files }: CommandOf<'submit'>): NewEvent => ({
  stream: 'shared',
  body: { type: 'submitted', ...args, path: args.path === 'question' ? 'question' : 'full', warrantyMonths: 0 },
  ...(files?.length ? { files } : {}),
})
