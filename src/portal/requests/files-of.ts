import type { RequestEvent, EventType } from '#domain/request/event.ts'
import type { ShownFile } from '#local/requests.ts'

/** The photos that came with an event, as far as this device knows them. */
export const filesOf = (event: Pick<RequestEvent, 'files'> | undefined, files: readonly ShownFile[]): ShownFile[] =>
  (event?.files ?? []).flatMap(({ id }) => files.find(file => file.id === id) ?? [])

/** The newest event of a kind. */
export const lastEvent = <Event extends RequestEvent>(events: readonly Event[], type: EventType): Event | undefined =>
  events.findLast(({ body }) => body.type === type)
