import * as v from 'valibot'
import { uuidSchema } from '#domain/ids.ts'
import { deskCommandSchema } from '#protocol/command.ts'
import { deskQuerySchema, deskRequestQuerySchema, type DeskList, type DeskRequest } from '#protocol/desk.ts'
import { protocolName } from '#protocol/version.ts'
import { filesOfRequest } from '../files/file-repository.ts'
import { Refusal } from '../http/refusal.ts'
import { type Route, route } from '../http/route.ts'
import { eventStream } from '../sync/event-stream.ts'
import { toFileRow } from '../sync/feed-page.ts'
import { takeDeskCommand } from './desk-command.ts'
import { allEvents, countViews, cursorOf, deskPageSize, findItem, listRequests } from './desk-repository.ts'
import { listStaff } from './staff-list.ts'
import { termsFor } from './terms-for.ts'

export const deskRequestRoutes: Route[] = [
  route({
    method: 'GET', path: '/api/desk/requests', policy: 'staff', query: deskQuerySchema,
    summary: 'A view of the queue, with the number of requests in each',
    handle: ({ installation: { database, now }, caller: { staff }, query }): Promise<DeskList> => database.snapshot(async trx => {
      const found = await listRequests(trx, query, staff.id)
      const items = found.slice(0, deskPageSize)
      const last = items.at(-1)
      return {
        protocol: protocolName, now: now(), items,
        ...(found.length > deskPageSize && last ? { next: cursorOf(last, query.view) } : {}),
        counts: await countViews(trx, staff.id, now()),
      }
    }),
  }),
  route({
    method: 'GET', path: '/api/desk/requests/:id', policy: 'staff', query: deskRequestQuerySchema,
    summary: 'A request with all its events and files',
    handle: ({ installation: { database, now }, params, query }): Promise<DeskRequest> => database.snapshot(async trx => {
      const item = v.is(uuidSchema, params.id) ? await findItem(trx, params.id, query.account) : undefined
      if (!item) throw new Refusal('not-found')
      const { account, request: { id, language } } = item
      const terms = await termsFor(database, trx, language)
      return {
        protocol: protocolName, now: now(), item,
        events: await allEvents(trx, account, id),
        files: (await filesOfRequest(trx, account, id)).map(toFileRow),
        staff: await listStaff(trx),
        ...(terms ? { terms } : {}),
      }
    }),
  }),
  route({
    method: 'POST', path: '/api/desk/commands', policy: 'staff', body: deskCommandSchema, maxBodyBytes: 1024 * 1024,
    summary: 'One command of staff',
    handle: ({ installation, caller, body }) => takeDeskCommand(installation, caller, body),
  }),
  route({
    method: 'GET', path: '/api/desk/events', policy: 'staff',
    summary: 'Hints that a request has changed',
    handle: ({ installation }) => eventStream(installation.hints.openDesk()),
  }),
]
