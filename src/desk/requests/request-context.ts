import { inject, type ComputedRef, type InjectionKey } from 'vue'
import type { CommandName } from '#domain/request/command.ts'
import type { DeskRequest } from '#protocol/desk.ts'
import type { ServiceRow } from '#protocol/rows.ts'

/** The request that a page is about, for everything below it. `reload` fetches it anew. */
export type RequestContext = {
  found: ComputedRef<DeskRequest>
  allowed: ComputedRef<readonly CommandName[]>
  /** Decisions of the client that this person may write down now. */
  recordable: ComputedRef<readonly CommandName[]>
  service: ComputedRef<ServiceRow | undefined>
  reload: () => void
}
export const requestContextKey: InjectionKey<RequestContext> = Symbol('request')

export function useRequestContext(): RequestContext {
  const context = inject(requestContextKey)
  if (!context) throw new Error('no request provided')
  return context
}
