import type { Actor } from '#domain/request/actor.ts'
import type { Command } from '#domain/request/command.ts'
import type { Context } from '#domain/request/context.ts'
import type { RequestState } from '#domain/request/row.ts'
import type { Caller } from '../identity/caller.ts'
import type { Database } from '../db/database.ts'
import type { Db } from '../db/tables.ts'
import { type Catalog, readCatalog } from './catalog-cache.ts'

/** Who gives a command. Every member of an account may decide on its requests. */
export const actorOf = (caller: Caller): Actor =>
  caller.kind === 'member'
    ? { kind: 'member', id: caller.member, name: caller.name, confirmed: caller.isConfirmed, mayDecide: true, aliases: caller.aliases ?? [] }
    : { kind: 'staff', id: caller.staff.id, name: caller.staff.name, roles: caller.staff.roles }

/** `arrivedAt`: when a command came that is decided only now. */
export type Deciding = { database: Database, actor: Actor, now: number, arrivedAt?: number }

/** All that `decide` may know on the server. No register says who is busy when: a time that staff offered counts as free. */
export const buildContext = async (trx: Db, deciding: Deciding, request: RequestState, command: Command): Promise<Context> =>
  contextWith(await readCatalog(deciding.database, trx), deciding, request, command)

/** As `buildContext`, with the catalog at hand. */
export function contextWith({ servicesById, priceList, holidays, calendar, termsIdByHash }: Catalog, { actor, now }: Deciding, request: RequestState, command: Command): Context {
  const serviceId = command.name === 'submit' ? command.args.serviceId : request?.serviceId
  const service = serviceId === undefined ? undefined : servicesById.get(serviceId)
  return {
    actor, now, holidays, termsIdByHash,
    ...(service ? { service } : {}),
    ...(priceList ? { priceList } : {}),
    ...(calendar ? { calendar } : {}),
    serverOnly: { isTimeTaken: () => false },
  }
}
