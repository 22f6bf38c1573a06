import { computed, type ComputedRef } from 'vue'
import type { NextStep } from '#domain/request/next-step.ts'
import type { RequestRow } from '#domain/request/row.ts'
import type { ServiceRow } from '#protocol/rows.ts'
import { useCatalog } from '../shell/catalog.ts'
import { useServerNow } from '../shell/server-clock.ts'
import { deskStep, promiseClock, type PromiseClock } from './promise-clock.ts'

export type Clocked = { service: ServiceRow | undefined, step: NextStep, clock: PromiseClock }

/** What comes next in a request and how our promise stands, as time goes on. */
export function useClock(request: () => RequestRow): ComputedRef<Clocked> {
  const { rows } = useCatalog()
  const now = useServerNow()
  return computed(() => {
    const { serviceId, since } = request()
    const service = serviceId === undefined ? undefined : rows.value.servicesById.get(serviceId)
    const calendar = rows.value.business
    const step = deskStep(request(), { service, calendar })
    return { service, step, clock: promiseClock(step, since, calendar, now.value) }
  })
}
