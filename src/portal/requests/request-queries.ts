import type { Terms } from '#domain/catalog/terms.ts'
import { useWords } from '#ui/use-words.ts'
import { useLive, type Live } from '../shell/use-live.ts'

const requests = () => import('#local/requests.ts')
type Requests = Awaited<ReturnType<typeof requests>>
export type ShownRequest = NonNullable<Awaited<ReturnType<Requests['projectedRequest']>>>
export type ListedRequest = Awaited<ReturnType<Requests['projectedRequests']>>[number]

/** Every request that is shown on this device. */
export const useMyRequests = () => useLive(requests, local => local.projectedRequests())

/** One request with its thread and files; `null` once the device knows that it has none. */
export const useRequest = (id: () => string) =>
  useLive<Requests, ShownRequest | null>(requests, async local => await local.projectedRequest(id()) ?? null, { watched: id })

/** The terms in force, or with a hash the very text that was agreed to; `null` where they are not on this device. */
export function useTermsFor(hash: () => string | undefined): Live<Terms | null> {
  const { language } = useWords()
  return useLive(
    () => import('#local/knowledge.ts'),
    async local => {
      const known = hash()
      return await (known ? local.termsByHash(known) : local.terms(language.value)) ?? null
    },
    { watched: () => [hash(), language.value].join() },
  )
}

/** Who says yes. `other`: the request was sent by a guest of this device and is not joined to the member who is signed in. */
export type Signer = 'confirmed' | 'unconfirmed' | 'other'

export const useSigner = (reader: () => string | undefined): Live<Signer> =>
  useLive(
    () => import('#local/device.ts'),
    async local => {
      const readers = await local.visibleReaders()
      if (readers.find(({ id }) => id === reader())?.kind === 'member') return 'confirmed'
      return readers.some(({ kind }) => kind === 'member') ? 'other' : 'unconfirmed'
    },
    { watched: reader },
  )
