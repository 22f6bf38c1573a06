import { helloSchema, marksSchema, pullSchema, pushSchema, waitSchema } from '#protocol/messages.ts'
import { spokenVersion } from '../http/answer-version.ts'
import { type Route, route } from '../http/route.ts'
import { contentRoutes } from './content-routes.ts'
import { eventStream } from './event-stream.ts'
import { hello } from './hello.ts'
import { keepMarks } from './marks.ts'
import { pull } from './pull.ts'
import { push } from './push.ts'
import { waitForChange } from './wait-for-change.ts'
import { whereScopesStand } from './where-scopes-stand.ts'

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
    handle: ({ installation, caller, body, request }) => pull(installation, caller, body, spokenVersion(request)),
  }),
  route({
    method: 'GET', path: '/api/sync/events', policy: 'reader',
    summary: 'Hints that a scope has something new',
    handle: ({ installation: { database, hints }, caller: { account, member } }) => {
      const owner = { account, reader: member }
      return eventStream(hints.openReader(owner, () => database.snapshot(trx => whereScopesStand(trx, [owner]))))
    },
  }),
  route({
    method: 'GET', path: '/api/sync/wait', policy: 'reader', query: waitSchema,
    summary: 'Waits until a scope has something new, for at most 25 s',
    handle: ({ installation, caller, query, request }) => waitForChange(installation, caller, query, request.signal),
  }),
  route({
    method: 'POST', path: '/api/sync/marks', policy: 'reader', body: marksSchema,
    summary: 'What the reader has seen and prefers',
    handle: ({ installation, caller, body }) => keepMarks(installation, caller, body),
  }),
  ...contentRoutes,
]
