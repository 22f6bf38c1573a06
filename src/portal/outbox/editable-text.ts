import type { Command } from '#domain/request/command.ts'
import { titleOf } from '../requests/new-request-args.ts'

const fields = ['text', 'reason', 'remarks'] as const

/** The words of a command that its writer may change before it is sent again; undefined where it has none of its own. */
export function editableText({ name, args }: Command): string | undefined {
  if (name === 'submit') return args.text
  const field = fields.find(candidate => candidate in args)
  const value = field && (args as Record<string, unknown>)[field]
  return typeof value === 'string' && value !== '' ? value : undefined
}

/** The same command's arguments with other words. The title of a request that was taken from its text follows it. */
export function withText({ name, args }: Command, words: string): Command['args'] {
  const text = words.trim()
  if (name === 'submit') return { ...args, text, title: args.title === titleOf(args.text) ? titleOf(text) : args.title }
  const field = fields.find(candidate => candidate in args)
  return field ? { ...args, [field]: text } : args
}
