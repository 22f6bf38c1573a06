import { useLive } from '../shell/use-live.ts'

/** The requests of these ids as they stand now, with their events, by id. */
export const useStandings = (ids: () => readonly string[]) => useLive(
  () => import('#local/requests.ts'),
  async local => {
    const found = await Promise.all([...new Set(ids())].map(id => local.projectedRequest(id)))
    return new Map(found.flatMap(request => request ? [[request.request.id, request]] : []))
  },
  { watched: () => ids().join() },
)
