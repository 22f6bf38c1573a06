import * as v from 'valibot'
import { uuidSchema } from '#domain/ids.ts'
import type { RequestEvent } from '#domain/request/event.ts'
import type { RequestRow } from '#domain/request/row.ts'
import type { ReadRequestAnswer } from '#protocol/messages.ts'
import { protocolName } from '#protocol/version.ts'
import { filesOfRequest } from '../files/file-repository.ts'
import { Refusal } from '../http/refusal.ts'
import { type Route, route } from '../http/route.ts'
import { toFileRow } from '../sync/feed-page.ts'
import { sharedEvents } from './request-repository.ts'

export const memberRequestRoutes: Route[] = [
  route({
    method: 'GET', path: '/api/requests/:id', policy: 'reader',
    summary: 'One request of the account, also where it has long left the feed',
    handle: ({ installation: { database, now }, caller: { account }, params: { id = '' } }): Promise<ReadRequestAnswer> => database.snapshot(async trx => {
      const row = v.is(uuidSchema, id)
        ? await trx.selectFrom('request').select('body').where('account_id', '=', account).where('id', '=', id).executeTakeFirst()
        : undefined
      if (!row) throw new Refusal('not-found')
      return {
        protocol: protocolName, now: now(),
        request: JSON.parse(row.body) as RequestRow,
        events: (await sharedEvents(trx, account, id)).map(({ body }) => JSON.parse(body) as RequestEvent),
        files: (await filesOfRequest(trx, account, id)).filter(({ stream }) => stream === 'shared').map(toFileRow),
      }
    }),
  }),
]
