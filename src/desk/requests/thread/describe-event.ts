import type { EventBody, RequestEvent } from '#domain/request/event.ts'
import type { Line, Option, Time } from '#domain/request/commands/parts.ts'

/** How an event is shown: as words somebody wrote, as a note on other paper, or as one line of the history. */
export type Face = 'message' | 'note' | 'line'

/** Parts of an event that people read, apart from its name. Amounts in minor units. */
export type EventParts = {
  face: Face
  texts: string[]
  points?: readonly string[]
  options?: readonly Option[]
  lines?: readonly Line[]
  times?: readonly Time[]
  amount?: number
  name?: string
}

const messageTypes: readonly EventBody['type'][] = [
  'messagePosted', 'questionAsked', 'questionAnswered', 'answerGiven', 'remarked', 'remarkAnswered', 'progressReported', 'changesAsked', 'reworkAsked',
  'warrantyClaimed', 'evaluated', 'evaluationAnswered', 'submitted', 'filesAttached',
]

/** A hand-over is told once, by the event that the client sees as well. */
export const isShown = ({ body }: RequestEvent) => body.type !== 'assigned'

export function describeEvent({ body }: RequestEvent): EventParts {
  const face: Face = body.type === 'noted' ? 'note' : messageTypes.includes(body.type) ? 'message' : 'line'
  return { face, texts: textsOf(body), ...detailsOf(body) }
}

const textsOf = (body: EventBody): string[] => [
  'text' in body ? body.text : undefined,
  'reason' in body ? body.reason : undefined,
  'remarks' in body ? body.remarks : undefined,
  'condition' in body ? body.condition : undefined,
].filter((text): text is string => text !== undefined && text.trim() !== '')

function detailsOf(body: EventBody): Omit<EventParts, 'face' | 'texts'> {
  switch (body.type) {
    case 'proposalOffered': return { options: body.options }
    case 'agreed': return { lines: body.lines, amount: body.total, name: body.name }
    case 'changeOffered': case 'changeAccepted': case 'workFinished': return { lines: body.lines, amount: body.total }
    case 'optionChosen': case 'billIssued': return { amount: body.total }
    case 'depositRequired': case 'paymentRecorded': case 'refunded': return { amount: body.amount }
    case 'resultChecked': return { points: body.points }
    case 'timesProposed': return { times: body.times }
    case 'timeConfirmed': case 'timeMoved': return { times: [body.time] }
    case 'executorNamed': return { name: body.name }
    case 'itemReceived': return { name: body.item }
    case 'itemHandedOver': return { name: body.to }
    default: return {}
  }
}
