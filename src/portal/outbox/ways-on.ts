import type { AttentionItem } from '#local/outbox.ts'
import type { RejectionCode } from '#domain/request/rejection.ts'
import { editableText } from './editable-text.ts'

/** What makes most sense after a refusal. `change`: the same once more with other words; `look`: decide on what stands now. */
export type Way = 'change' | 'asMessage' | 'newRequest' | 'look' | 'wait'

/** The same words would be taken if they were put otherwise, or once what was in their way is settled. */
const mendable: readonly RejectionCode[] = ['invalid', 'dependency', 'contact-missing', 'answer-wrong', 'reason-missing']

export function waysOn({ command, result }: AttentionItem): Way {
  if (result.kind === 'parked') return 'wait'
  const isMendable = result.kind === 'unsendable' || mendable.includes(result.rejection.code)
  const hasText = editableText(command) !== undefined
  if (command.name === 'postMessage' || hasText && isMendable) return 'change'
  if (command.name === 'submit') return 'newRequest'
  return hasText ? 'asMessage' : 'look'
}
