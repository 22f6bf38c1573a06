import { requestNumber } from '#domain/ids.ts'
import type { RequestEvent } from '#domain/request/event.ts'
import { nextStep } from '#domain/request/next-step.ts'
import type { RequestRow } from '#domain/request/row.ts'
import { isEnded } from '#domain/request/states.ts'
import { fold } from '#domain/search/fold.ts'
import type { Standard } from '#domain/standard/standard.ts'
import type { WorkingCalendar } from '#domain/standard/working-calendar.ts'

/** What only the desk knows of a request: the fold of its desk stream. */
export type DeskSide = { lastDeskEvent: number, assignedTo?: { id: string, name: string }, priority: 'low' | 'normal' | 'high' }

export const emptyDeskSide: DeskSide = { lastDeskEvent: 0, priority: 'normal' }

export function evolveDeskSide(side: DeskSide, { stream, number, body }: RequestEvent): DeskSide {
  if (stream !== 'desk') return side
  const counted = { ...side, lastDeskEvent: number }
  switch (body.type) {
    case 'assigned': return { ...counted, assignedTo: { id: body.staffId, name: body.name } }
    case 'prioritySet': return { ...counted, priority: body.priority }
    default: return counted
  }
}

/** Hours matter for deadlines only; whose turn it is does not depend on them. */
const anyCalendar: WorkingCalendar = {
  timeZone: 'UTC', hours: { mon: [], tue: [], wed: [], thu: [], fri: [], sat: [], sun: [] }, closures: [],
}

/** What the desk's lists sort, filter and search by. */
export const queueColumns = (row: RequestRow, side: DeskSide, promises: Promises = {}) => ({
  state: row.state,
  turn: nextStep(row, { calendar: anyCalendar }).who,
  is_ended: isEnded(row.state) ? 1 as const : 0 as const,
  updated_at: row.updatedAt,
  last_event: row.lastEvent,
  last_desk_event: side.lastDeskEvent,
  assigned_to: side.assignedTo?.id ?? null,
  assigned_name: side.assignedTo?.name ?? null,
  priority: side.priority,
  has_remarks: row.remarks.some(remark => !remark.isAnswered) ? 1 as const : 0 as const,
  due_at: dueAt(row, promises),
  search: searchText(row),
})

/** What was promised for the request's service, and the hours it counts in. */
export type Promises = { standard?: Standard | undefined, calendar?: WorkingCalendar | undefined }

/** By when it is for us to take the next step; null where it is not our turn or nothing was promised. */
export function dueAt(row: RequestRow, { standard, calendar }: Promises): number | null {
  const { who, by } = nextStep(row, { calendar: calendar ?? anyCalendar, ...(standard && calendar ? { standard } : {}) })
  return who === 'business' && by !== undefined ? by : null
}

function searchText({ id, title, text, contact, serviceId }: RequestRow): string {
  const number = requestNumber(id)
  return fold([number, number.replace('-', ''), title, contact.name, contact.email, contact.phone, serviceId, text].filter(Boolean).join('\n'))
}
