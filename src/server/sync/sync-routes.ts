import { helloSchema, type Hint, pullSchema, pushSchema } from '#protocol/messages.ts'
import { readerScope, type Scope } from '#protocol/scopes.ts'
import { type Route, route } from '../http/route.ts'
import { readPublicVersions } from './content-page.ts'
import { contentRoutes } from './content-routes.ts'
import { eventStream } from './event-stream.ts'
import { readCounter } from './feed-repository.ts'
import { hello } from './hello.ts'
import { pull } from './pull.ts'
import { push } from './push.ts'

/** Twenty commands of the largest size fit; a device splits what is refused as too large. */
const maxPushBytes = 2 * 1024 * 1024

export const syncRoutes: Route[] = [
  route({
    method: 'POST', path: '/api/sync/hello', policy: 'new-reader', body: helloSchema,
    summary: 'Makes a device known; admits a guest',
    handle: ({ installation, caller, body }) => hello(installation, caller, body),
  }),
  route({
    method: 'POST', path: '/api/sync/push', policy: 'reader', body: pushSchema, maxBodyBytes: maxPushBytes,
    summary: 'Up to 20 commands, in order',
    handle: ({ installation, caller, body }) => push(installation, caller, body),
  }),
  route({
    method: 'POST', path: '/api/sync/pull', policy: 'reader', body: pullSchema,
    summary: 'Results, and what the reader does not have yet',
    handle: ({ installation, caller, body }) => pull(installation, caller, body),
  }),
  route({
    method: 'GET', path: '/api/sync/events', policy: 'reader',
    summary: 'Hints that a scope has something new',
    handle({ installation: { database, hints }, caller: { account, member } }) {
      const scope = readerScope(member)
      return eventStream(hints.openReader(scope, () => database.snapshot(async trx => {
        const own: Hint = { scope, version: (await readCounter(trx, { account, reader: member })).version }
        const shared = Object.entries(await readPublicVersions(trx)).map(([name, version]): Hint => ({ scope: name as Scope, version }))
        return [own, ...shared]
      })))
    },
  }),
  ...contentRoutes,
]
