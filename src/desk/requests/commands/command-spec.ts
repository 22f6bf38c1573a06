import type { Command, CommandName } from '#domain/request/command.ts'
import { shortTextLimit, textLimit } from '#domain/request/commands/parts.ts'
import type { RequestRow } from '#domain/request/row.ts'
import type { WordKey } from '#words/word-key.ts'
import { parseAmount } from '../proposal/amount.ts'
import type { AmountForm } from '../proposal/line-draft.ts'

export type FieldKind = 'line' | 'words' | 'amount' | 'choice' | 'yes'

/** One field of a command. `initial`: what stands in it at first. */
export type FieldSpec = {
  id: string
  kind: FieldKind
  label: WordKey
  hint?: WordKey
  isRequired?: boolean
  choices?: readonly { value: string, label: WordKey }[]
  suggestions?: readonly WordKey[]
  initial?: (request: RequestRow, form: AmountForm) => string
}

/** What was typed, by field, once it has been checked. `id` is one that was made for this draft. */
export type Typed = { id: string, text: (field: string) => string, optional: (field: string) => string | undefined, amount: (field: string) => number, is: (field: string) => boolean }

/** A command that is a few fields: the form is made from this. */
export type CommandSpec = { fields: readonly FieldSpec[], photos?: 'optional' | 'required', toCommand: (typed: Typed, request: RequestRow) => Command }

/** Written values by the id of their field; a yes is `yes`. */
export type Values = Record<string, string>
export type FieldProblem = 'missing' | 'amount' | 'tooLong'

export const beginValues = ({ fields }: CommandSpec, request: RequestRow, form: AmountForm): Values =>
  Object.fromEntries(fields.map(field => [field.id, field.initial?.(request, form) ?? '']))

/** What is wrong, by field. */
export function checkValues({ fields }: CommandSpec, values: Values, digits: number): Record<string, FieldProblem> {
  return Object.fromEntries(fields.flatMap((field): [string, FieldProblem][] => {
    const problem = checkField(field, (values[field.id] ?? '').trim(), digits)
    return problem ? [[field.id, problem]] : []
  }))
}

function checkField({ kind, isRequired }: FieldSpec, value: string, digits: number): FieldProblem | undefined {
  if (value === '') return isRequired ? 'missing' : undefined
  if (kind === 'amount') return (parseAmount(value, digits) ?? 0) > 0 ? undefined : 'amount'
  return value.length > (kind === 'words' ? textLimit : shortTextLimit) ? 'tooLong' : undefined
}

/** Must have been checked. */
export function readValues(values: Values, digits: number, id: string): Typed {
  const text = (field: string) => (values[field] ?? '').trim()
  return { id, text, optional: field => text(field) || undefined, amount: field => parseAmount(text(field), digits) ?? 0, is: field => text(field) === 'yes' }
}

export type Specs<Names extends CommandName> = Readonly<Record<Names, CommandSpec>>
