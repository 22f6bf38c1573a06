import * as v from 'valibot'
import { uuidSchema } from '#domain/ids.ts'
import { deskClientsQuerySchema, deskPresenceSchema, readyAnswerSchema, type DeskClients, type DeskPresence, type ReadyAnswers } from '#protocol/desk.ts'
import { protocolName } from '#protocol/version.ts'
import { type Route, route } from '../http/route.ts'
import { Refusal } from '../http/refusal.ts'
import { findClients } from './client-repository.ts'
import { notePresence } from './presence.ts'
import { dropAnswer, keepAnswer, listAnswers } from './ready-answer-repository.ts'

const idIn = ({ id = '' }: Record<string, string>) => {
  if (!v.is(uuidSchema, id)) throw new Refusal('not-found')
  return id
}

/** What the counter asks besides requests: who is calling, who else is looking, and what is often answered. */
export const counterRoutes: Route[] = [
  route({
    method: 'GET', path: '/api/desk/clients', policy: 'staff', query: deskClientsQuerySchema,
    summary: 'Clients by phone number, e-mail address or name',
    handle: ({ installation: { database }, query }): Promise<DeskClients> =>
      database.snapshot(async trx => ({ protocol: protocolName, clients: await findClients(trx, query.search) })),
  }),
  route({
    method: 'POST', path: '/api/desk/presence', policy: 'staff', body: deskPresenceSchema,
    summary: 'Says that a request is open at a desk, and hears who else has it open',
    handle: async ({ installation: { database, hints, now }, caller: { staff }, body }): Promise<DeskPresence> => {
      const { others, isChange } = await database.transaction(trx => notePresence(trx, { ...body, staffId: staff.id, now: now() }))
      // A hint says that something is new, never what: the others ask again.
      if (isChange) hints.tellDesk({ requestId: body.requestId, version: 0 })
      return { protocol: protocolName, others }
    },
  }),
  route({
    method: 'GET', path: '/api/desk/answers', policy: 'staff',
    summary: 'Texts that staff keep to answer with',
    handle: async ({ installation: { db } }): Promise<ReadyAnswers> => ({ protocol: protocolName, answers: await listAnswers(db) }),
  }),
  route({
    method: 'PUT', path: '/api/desk/answers/:id', policy: 'staff', body: readyAnswerSchema,
    summary: 'Keeps such a text',
    handle: async ({ installation: { db, now }, caller: { staff }, params, body }) => {
      await keepAnswer(db, { id: idIn(params), ...body }, { staffId: staff.id, now: now() })
      return { protocol: protocolName }
    },
  }),
  route({
    method: 'DELETE', path: '/api/desk/answers/:id', policy: 'staff',
    summary: 'Drops such a text',
    handle: async ({ installation: { db }, params }) => {
      await dropAnswer(db, idIn(params))
      return { protocol: protocolName }
    },
  }),
]
