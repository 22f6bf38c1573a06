import type { Author } from '#domain/request/actor.ts'
import type { FileRef } from '#domain/request/command.ts'
import type { EventBody } from '#domain/request/event.ts'
import type { RequestRow } from '#domain/request/row.ts'
import type { AttentionItem, ShownEvent, StuckCommand } from '#local/requests.ts'

/** What has a label of its own beside a plain message. */
export type EntryKind =
  | 'submitted' | 'questionAsked' | 'questionAnswered' | 'answerGiven' | 'changesAsked' | 'progressReported' | 'workFinished' | 'reworkAsked'
  | 'warrantyClaimed' | 'resultAccepted' | 'filesAttached' | 'callLogged' | 'remarkAnswered'
  | 'message' | 'remark' | 'wish' | 'complaint' | 'praise'

/** `saved`: on this phone only; `received`: the business has it; `attention`: it was not taken. */
export type EntryState = 'received' | 'saved' | 'attention'

/** `event`: its number, once it has happened. */
export type ThreadEntry = { key: string, event?: number, kind: EntryKind, text: string, at: number, by: Author, state: EntryState, files: readonly FileRef[] }

/** What somebody said, oldest first, as one thread: messages, questions, reports, remarks, and what is still on its way or was not taken. */
export function toThread(
  { events, stuck, attention }: { events: readonly ShownEvent[], stuck: readonly StuckCommand[], attention: readonly AttentionItem[] },
  me: Author,
): ThreadEntry[] {
  const withdrawn = new Set(events.flatMap(({ body }) => body.type === 'messageWithdrawn' ? [body.event] : []))
  const said = events.filter(event => !withdrawn.has(event.number)).flatMap((event): ThreadEntry[] => {
    const words = wordsOf(event.body)
    if (!words) return []
    const state = event.pending === 'onPhone' ? 'saved' : 'received'
    return [{ key: `${event.mid} ${event.index}`, event: event.number, ...words, at: event.at, by: event.by, state, files: event.files ?? [] }]
  })
  return [
    ...said,
    ...stuck.flatMap(({ command, mark }) => unsaid(command, me, mark === 'onPhone' ? 'saved' : 'received')),
    ...attention.flatMap(({ command }) => unsaid(command, me, 'attention')),
  ]
}

type Words = Pick<ThreadEntry, 'kind' | 'text'>

function wordsOf(body: EventBody): Words | undefined {
  switch (body.type) {
    case 'messagePosted': return { kind: 'message', text: body.text }
    case 'remarked': return { kind: body.kind, text: body.text }
    case 'submitted': case 'questionAsked': case 'questionAnswered': case 'answerGiven': case 'changesAsked': case 'progressReported':
    case 'reworkAsked': case 'warrantyClaimed': case 'callLogged': case 'remarkAnswered':
      return { kind: body.type, text: body.text }
    case 'filesAttached': return { kind: body.type, text: body.text ?? '' }
    case 'workFinished': return body.text ? { kind: body.type, text: body.text } : undefined
    case 'resultAccepted': return body.remarks ? { kind: body.type, text: body.remarks } : undefined
    default: return undefined
  }
}

/** Messages that became no event keep their place in the thread. */
function unsaid(command: StuckCommand['command'] | AttentionItem['command'], by: Author, state: EntryState): ThreadEntry[] {
  const words = ((): Words | undefined => {
    switch (command.name) {
      case 'postMessage': return { kind: 'message', text: command.args.text }
      case 'answer': return { kind: 'questionAnswered', text: command.args.text }
      case 'attach': return { kind: 'filesAttached', text: command.args.text ?? '' }
      default: return undefined
    }
  })()
  return words ? [{ key: command.mid, ...words, at: command.at, by, state, files: command.files ?? [] }] : []
}

/** Whether the client wrote it, be it here or on another device, as a guest or signed in. */
export const isClients = ({ by }: Pick<ThreadEntry, 'by'>) => by.kind === 'member'

/** Whether its writer may still take it back: the business has it, and nobody has written after it. */
export const mayWithdraw = ({ event, kind, state }: ThreadEntry, { lastMessages }: Pick<RequestRow, 'lastMessages'>, reader: string) =>
  kind === 'message' && state === 'received' && lastMessages.some(message => message.event === event && message.by === reader)

/** The client as the author of what no event tells yet. */
export const clientOf = ({ createdBy, contact }: RequestRow): Author => createdBy.kind === 'member' ? createdBy : { kind: 'member', id: '', name: contact.name }
