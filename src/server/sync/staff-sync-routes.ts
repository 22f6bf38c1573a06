import { pullSchema, type PullAnswer } from '#protocol/messages.ts'
import { readerScope } from '#protocol/scopes.ts'
import { protocolName } from '#protocol/version.ts'
import { type Route, route } from '../http/route.ts'
import { eventStream } from './event-stream.ts'
import { relayStaffFeeds } from './relay-staff-feeds.ts'
import { readStaffPage } from './staff-feed-page.ts'
import { whereScopesStand } from './where-scopes-stand.ts'

/** A staff person's own scope: below /api/desk/, since a browser may carry a client's session beside theirs. */
export const staffSyncRoutes: Route[] = [
  route({
    method: 'POST', path: '/api/desk/sync/pull', policy: 'staff', body: pullSchema,
    summary: 'What is assigned to the person, and they do not have yet',
    async handle({ installation, caller: { staff }, body }): Promise<PullAnswer> {
      const { database, epoch, now } = installation
      await relayStaffFeeds(installation)
      const isOtherEpoch = body.epoch !== epoch
      const scope = readerScope(staff.id)
      const page = await database.snapshot(trx => readStaffPage(trx, staff.id, isOtherEpoch ? 0 : body.cursors[scope] ?? 0, body.fills?.includes(scope)))
      return { protocol: protocolName, epoch, now: now(), lastSeq: 0, results: [], pages: [isOtherEpoch ? { ...page, reset: true } : page] }
    },
  }),
  route({
    method: 'GET', path: '/api/desk/sync/events', policy: 'staff',
    summary: 'Hints that the person\'s scope has something new',
    handle: ({ installation: { database, hints }, caller: { staff } }) => {
      const owner = { account: staff.id, reader: staff.id }
      return eventStream(hints.openReader(owner, () => database.snapshot(trx => whereScopesStand(trx, [owner]))))
    },
  }),
]
