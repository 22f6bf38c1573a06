import type { Command } from '#domain/request/command.ts'
import type { RequestRow } from '#domain/request/row.ts'
import { isEnded } from '#domain/request/states.ts'

/**
 * The one tap by which somebody who tries alone reaches a person, with all that was told so far: a question becomes an order; a request
 * that was begun by oneself says so in its thread. Undefined where a person has it in hand already.
 */
export function personStep(request: Pick<RequestRow, 'path' | 'mode' | 'state'>, words: string): Command | undefined {
  if (request.path === 'question') {
    return isEnded(request.state) && request.state !== 'closed' ? undefined : { name: 'turnIntoOrder', args: {} }
  }
  return request.mode === 'selfService' && !isEnded(request.state) ? { name: 'postMessage', args: { text: words } } : undefined
}
