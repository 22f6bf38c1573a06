import type { Millis } from '#domain/ids.ts'
import type { RequestEvent } from '#domain/request/event.ts'
import type { Remark } from '#domain/request/row.ts'
import { remarkDeadline } from '#domain/standard/remark-deadline.ts'
import type { Standard } from '#domain/standard/standard.ts'
import type { WorkingCalendar } from '#domain/standard/working-calendar.ts'

/** What a client said, its answer, and by when it was promised: `by` is unknown until the opening hours are here. */
export type RemarkStory = Remark & { by?: Millis, answer?: { text: string, at: Millis, name?: string }, isLate: boolean }

type Facts = { standard: Pick<Standard, 'answerWithin'> | undefined, calendar: WorkingCalendar | undefined, now: Millis }

/** All that was said, newest first, each with what came of it. */
export function remarkStories(remarks: readonly Remark[], events: readonly RequestEvent[], { standard, calendar, now }: Facts): RemarkStory[] {
  return remarks.map((remark): RemarkStory => {
    const answered = events.find(({ body }) => body.type === 'remarkAnswered' && body.remarkId === remark.id)
    const by = calendar && remarkDeadline(remark.at, standard, calendar)
    const answer = answered?.body.type === 'remarkAnswered'
      ? { text: answered.body.text, at: answered.at, ...('name' in answered.by ? { name: answered.by.name } : {}) }
      : undefined
    return { ...remark, ...(by === undefined ? {} : { by }), ...(answer ? { answer } : {}), isLate: by !== undefined && (answer?.at ?? now) > by && !(remark.isAnswered && !answer) }
  }).reverse()
}
