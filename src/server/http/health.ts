import type { Installation } from '../installation.ts'
import { route, type Route } from './route.ts'
import { Refusal } from './refusal.ts'

/** For whoever watches the server: is the process alive, can it do its work. */
export const healthRoutes: Route[] = [
  route({
    method: 'GET', path: '/healthz', summary: 'The process runs', policy: 'public',
    handle: () => ({ status: 'alive' }),
  }),
  route({
    method: 'GET', path: '/readyz', summary: 'The database answers', policy: 'public',
    handle: async ({ installation }) => {
      await checkDatabase(installation)
      return { status: 'ready' }
    },
  }),
]

async function checkDatabase({ db, log }: Installation): Promise<void> {
  try {
    await db.selectFrom('member').select('id').limit(1).execute()
  } catch (error) {
    log.error('The database does not answer', error)
    throw new Refusal('busy')
  }
}
