import type { EventOf, RequestEvent } from '../event.ts'
import type { RequestRow } from '../row.ts'

/** The row as it begins. */
export function evolveSubmitted(event: RequestEvent, body: EventOf<'submitted'>): RequestRow {
  return {
    id: event.requestId,
    path: body.path,
    state: 'submitted',
    title: body.title,
    text: body.text,
    language: body.language,
    contact: body.contact,
    createdBy: event.by,
    createdAt: event.at,
    since: event.at,
    updatedAt: event.at,
    lastEvent: event.number,
    ...(body.serviceId === undefined ? {} : { serviceId: body.serviceId }),
    ...(body.mode === undefined ? {} : { mode: body.mode }),
    warrantyMonths: body.warrantyMonths,
    revision: 0,
    acceptedChanges: [],
    offeredTimes: [],
    wasDelivered: false,
    remarks: [],
    evaluations: [],
    objections: [],
    paid: 0,
    refunded: 0,
    isUrgent: false,
    recorded: event.via ? [event.number] : [],
    lastMessages: [],
    messages: { count: 0 },
  }
}
