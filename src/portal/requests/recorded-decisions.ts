import type { EventOf, RequestEvent } from '#domain/request/event.ts'

/** A decision that staff wrote down for the client, and what became of it when the client said it was never made. */
export type RecordedDecision<Event extends RequestEvent = RequestEvent> = {
  event: Event
  state: 'stands' | 'disputed' | 'settled'
  /** What the client objected, and how it was settled. */
  objection?: string
  settlement?: Pick<EventOf<'objectionSettled'>, 'outcome' | 'text'>
}

/** Everything that was recorded as the client's own word by telephone, at the counter or on paper; newest first. */
export function recordedDecisions<Event extends RequestEvent>(events: readonly Event[]): RecordedDecision<Event>[] {
  return events.filter(({ via, body }) => via !== undefined && body.type !== 'submitted').map((event): RecordedDecision<Event> => {
    const objected = events.findLast(({ body }) => body.type === 'recordObjected' && body.event === event.number)
    const settled = events.findLast(({ body, number }) => body.type === 'objectionSettled' && body.event === event.number && number > (objected?.number ?? 0))
    return {
      event,
      state: settled ? 'settled' : objected ? 'disputed' : 'stands',
      ...(objected?.body.type === 'recordObjected' ? { objection: objected.body.text } : {}),
      ...(settled?.body.type === 'objectionSettled' ? { settlement: { outcome: settled.body.outcome, text: settled.body.text } } : {}),
    }
  }).reverse()
}
