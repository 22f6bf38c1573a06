import * as v from 'valibot'
import type { Command, CommandName } from '#domain/request/command.ts'

/** What a reply is: an answer that ends a question, a message, or a note that only staff see. */
export const replyKinds = ['answerQuestion', 'postMessage', 'note'] as const satisfies CommandName[]
export type ReplyKind = (typeof replyKinds)[number]

export const replyDraftSchema = v.object({ kind: v.picklist(replyKinds), text: v.string() })
export type ReplyDraft = v.InferOutput<typeof replyDraftSchema>

export const kindsAllowed = (allowed: readonly CommandName[]): ReplyKind[] => replyKinds.filter(kind => allowed.includes(kind))

/** A draft whose kind is no longer possible becomes the first that is; its words stay. */
export const kindNow = (kind: ReplyKind, allowed: readonly CommandName[]): ReplyKind => {
  const possible = kindsAllowed(allowed)
  return possible.includes(kind) ? kind : possible[0] ?? 'postMessage'
}

/** The command that a reply sends; nothing where there is nothing to send. Photos alone go without words. */
export function replyCommand(kind: ReplyKind, text: string, photoCount: number): Command | undefined {
  const words = text.trim()
  if (words === '') return photoCount > 0 && kind === 'postMessage' ? { name: 'attach', args: {} } : undefined
  switch (kind) {
    case 'answerQuestion': return { name: 'answerQuestion', args: { text: words } }
    case 'postMessage': return { name: 'postMessage', args: { text: words } }
    case 'note': return { name: 'note', args: { text: words } }
    default: return kind satisfies never
  }
}
