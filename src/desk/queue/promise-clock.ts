import type { Service } from '#domain/catalog/service.ts'
import type { Millis } from '#domain/ids.ts'
import { nextStep, type NextStep } from '#domain/request/next-step.ts'
import type { RequestRow } from '#domain/request/row.ts'
import type { WorkingCalendar } from '#domain/standard/working-calendar.ts'
import { workingMinutesBetween } from '#domain/standard/working-time.ts'

/** How a promise of ours stands. `none`: nothing of ours is due, or nothing was promised. */
export type PromiseClock = { kind: 'none' } | { kind: 'onTime' | 'atRisk' | 'late', by: Millis }

export type Promises = { service: Pick<Service, 'standard'> | undefined, calendar: WorkingCalendar | undefined }

/** Stands in until the business's hours are read; without a standard nobody looks into it. */
const noCalendar: WorkingCalendar = { timeZone: 'UTC', hours: { mon: [], tue: [], wed: [], thu: [], fri: [], sat: [], sun: [] }, closures: [] }

/** What comes next, with the deadline where service and hours are known. */
export const deskStep = (request: RequestRow, { service, calendar }: Promises): NextStep =>
  nextStep(request, service && calendar ? { standard: service.standard, calendar } : { calendar: noCalendar })

/** A promise is at risk in its last quarter, and in its last half hour of opening. */
const riskShare = 0.25
const riskMinutes = 30

export function promiseClock(step: NextStep, since: Millis, calendar: WorkingCalendar | undefined, now: Millis): PromiseClock {
  const { who, by } = step
  if (who !== 'business' || by === undefined) return { kind: 'none' }
  if (by <= now) return { kind: 'late', by }
  if (!calendar) return { kind: 'onTime', by }
  const left = workingMinutesBetween(calendar, now, by)
  const whole = workingMinutesBetween(calendar, since, by)
  return { kind: left <= Math.max(riskMinutes, whole * riskShare) ? 'atRisk' : 'onTime', by }
}
