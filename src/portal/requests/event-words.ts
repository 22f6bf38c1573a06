import type { EventBody, EventType } from '#domain/request/event.ts'
import type { Minor } from '#domain/money.ts'
import type { Phrase, PhraseParam } from '#domain/phrase.ts'
import type { Time } from '#domain/request/commands/parts.ts'

type Formats = { money: (minor: Minor) => string, span: (time: Time) => string }
type Params = Record<string, PhraseParam>
type Telling = { [Type in EventType]: (body: Extract<EventBody, { type: Type }>, formats: Formats) => Params }

const nothing = () => ({})
const because = ({ reason }: { reason: string }) => ({ reason })
const total = (body: { total: Minor }, { money }: Formats) => ({ total: money(body.total) })
const amount = (body: { amount: Minor }, { money }: Formats) => ({ amount: money(body.amount) })
const time = (body: { time: Time }, { span }: Formats) => ({ time: span(body.time) })

/** What the sentence about each kind of event needs to know. A new kind without an entry does not compile. */
const telling: Telling = {
  submitted: nothing, taken: nothing, questionAsked: nothing, questionAnswered: nothing, answerGiven: nothing, helpConfirmed: nothing,
  turnedIntoOrder: nothing, fullPathAsked: nothing, declined: because, timesProposed: nothing, timeConfirmed: time, timeMoved: time,
  timeCancelled: nothing, itemReceived: ({ item }) => ({ item }), itemReady: nothing, itemHandedOver: ({ to }) => ({ to }),
  proposalOffered: ({ revision }) => ({ revision }), proposalWithdrawn: nothing, proposalExpired: nothing, changesAsked: nothing,
  proposalRefused: because, optionChosen: total, choiceReconsidered: nothing,
  agreed: (body, formats) => ({ ...total(body, formats), title: body.title, name: body.name }),
  workStarted: nothing, progressReported: nothing, workPaused: because, workResumed: nothing,
  changeOffered: (body, formats) => ({ ...total(body, formats), reason: body.reason }),
  changeAccepted: total, changeRefused: nothing, changeWithdrawn: nothing, workFinished: total, resultChecked: nothing, returnedToWork: nothing,
  resultAccepted: nothing, reworkAsked: nothing, warrantyClaimed: nothing, claimCancelled: because, claimWithdrawn: nothing, claimDeclined: because,
  closed: nothing, reopened: nothing, cancelled: because, evaluated: ({ grade }) => ({ grade }), evaluationAnswered: nothing,
  depositRequired: amount, billIssued: total, paymentRecorded: amount, refunded: amount, recordObjected: nothing, objectionSettled: nothing,
  messagePosted: nothing, messageWithdrawn: nothing, filesAttached: nothing, remarked: nothing, remarkAnswered: nothing, callLogged: nothing,
  markedUrgent: because, executorNamed: ({ name }) => ({ name }), assigned: ({ name }) => ({ name }), prioritySet: nothing, noted: nothing,
}

const keyOf = (body: EventBody) =>
  body.type === 'resultAccepted' && body.isSilent ? 'resultAcceptedSilently' : body.type

/** False for what only a later version of the product knows. */
export const isKnownEvent = ({ type }: EventBody) => Object.hasOwn(telling, type)

/** One sentence for what happened; what a later version of the product wrote is said to be newer. */
export function eventPhrase(body: EventBody, formats: Formats): Phrase {
  if (!isKnownEvent(body)) return { key: 'requests.events.newer', params: {} }
  // Type and body belong together; the compiler cannot follow them through one look-up.
  const tell = telling[body.type] as (body: EventBody, formats: Formats) => Params
  return { key: `requests.events.${keyOf(body)}`, params: tell(body, formats) }
}
