import type { Service } from '#domain/catalog/service.ts'
import { nextStep, type NextStep } from '#domain/request/next-step.ts'
import type { RequestRow } from '#domain/request/row.ts'
import type { WorkingCalendar } from '#domain/standard/working-calendar.ts'

/** Stands in until the business's own hours are read; nothing is promised by it. */
const noCalendar: WorkingCalendar = {
  timeZone: 'UTC', hours: { mon: [], tue: [], wed: [], thu: [], fri: [], sat: [], sun: [] }, closures: [],
}

export type PromiseFacts = { calendar: WorkingCalendar | undefined, service: Pick<Service, 'standard'> | undefined }

/** What comes next, by the promises of the request's service as far as they are known here. */
export function nextStepOf(request: RequestRow, { calendar, service }: PromiseFacts): NextStep {
  if (!calendar || !service) return nextStep(request, { calendar: noCalendar })
  return nextStep(request, { calendar, standard: service.standard })
}
