import type { Millis } from '#domain/ids.ts'
import type { RequestEvent } from '#domain/request/event.ts'

/** A thing that was left with us, from the day it came to the day somebody fetched it. */
export type ItemStory<Event extends RequestEvent = RequestEvent> = {
  item: string
  condition: string
  place?: string | undefined
  count?: string | undefined
  received: Event
  ready?: { at: Millis, text?: string | undefined }
  fetched?: { at: Millis, to: string }
}

/** Every thing that was left with us for a request, newest first. */
export function itemStories<Event extends RequestEvent>(events: readonly Event[]): ItemStory<Event>[] {
  const stories: ItemStory<Event>[] = []
  for (const event of events) {
    const { body, at } = event
    const last = stories[0]
    if (body.type === 'itemReceived') stories.unshift({ item: body.item, condition: body.condition, place: body.place, count: body.count, received: event })
    else if (body.type === 'itemReady' && last) last.ready = { at, text: body.text }
    else if (body.type === 'itemHandedOver' && last) last.fetched = { at, to: body.to }
  }
  return stories
}
