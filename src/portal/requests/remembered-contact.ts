import { currentReader } from '#local/device.ts'
import { projectedRequest, projectedRequests } from '#local/requests.ts'
import type { Remembered } from './request-draft.ts'

/** Name, address and place from the last request of this device, so that nobody is asked twice. */
export async function rememberedContact(): Promise<Remembered> {
  const last = (await projectedRequests()).reduce<Awaited<ReturnType<typeof projectedRequests>>[number] | undefined>(
    (newest, next) => newest && newest.request.createdAt >= next.request.createdAt ? newest : next, undefined,
  )
  if (!last) return contactOfMember()
  const first = (await projectedRequest(last.request.id))?.events[0]?.body
  const place = first?.type === 'submitted' ? first.place : undefined
  return { contact: last.request.contact, ...(place ? { place } : {}) }
}

async function contactOfMember(): Promise<Remembered> {
  const reader = await currentReader()
  return reader?.name || reader?.email ? { contact: { name: reader.name ?? '', ...(reader.email ? { email: reader.email } : {}) } } : {}
}
