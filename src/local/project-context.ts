import type { Actor } from '#domain/request/actor.ts'
import type { Context } from '#domain/request/context.ts'
import type { Service } from '#domain/catalog/service.ts'
import { languages } from '#domain/language.ts'
import { closedDates } from '#domain/standard/closed-dates.ts'
import type { Millis } from '#domain/ids.ts'
import type { Me } from '#protocol/rows.ts'
import { languageScope, publicScope } from '#protocol/scopes.ts'
import type { Reader } from './device-database.ts'
import type { FeedDatabase } from './feed-database.ts'
import type { BaseRequest, ContextFor, PendingCommand } from './project.ts'
import { readRow, readRows } from './read-rows.ts'

/** All that the rules need to know on this device, for these requests and commands: services, price list, terms and who acts. */
export async function loadContext(
  content: FeedDatabase, { reader, me, moved }: { reader: Reader, me: Me | undefined, moved: readonly Reader[] }, now: Millis, base: readonly BaseRequest[], pending: readonly PendingCommand[],
): Promise<ContextFor> {
  const servicesById = new Map<string, Service>()
  for (const id of serviceIds(base, pending)) {
    const service = await readRow(content, publicScope, 'service', id)
    if (service) servicesById.set(id, service)
  }
  const [business] = await readRows(content, publicScope, 'business')
  const termsIdByHash: Record<string, string> = {}
  for (const language of languages) {
    for (const terms of await readRows(content, languageScope(language), 'terms')) termsIdByHash[terms.hash] = terms.id
  }
  return (request, command): Context => {
    const service = servicesById.get((command.name === 'submit' ? command.args.serviceId : request?.serviceId) ?? '')
    const contact = command.name === 'submit' ? command.args.contact : request?.contact
    return {
      actor: actorOf(reader, me, moved, contact?.name ?? ''),
      now,
      termsIdByHash,
      ...(service ? { service } : {}),
      ...(business ? { priceList: business.priceList, holidays: closedDates(business), calendar: business } : {}),
    }
  }
}

/** Until the server has said who we are, a guest is called what they wrote themselves. */
const actorOf = (reader: Reader, me: Me | undefined, moved: readonly Reader[], writtenName: string): Actor => ({
  kind: 'member',
  id: reader.id,
  name: me?.name || reader.name || writtenName,
  confirmed: me?.isConfirmed ?? reader.kind === 'member',
  mayDecide: true,
  aliases: aliasesOf(me, moved),
})

/** Ids under which the reader wrote before, as the server says them, and as this device knows before it does. */
export const aliasesOf = (me: Me | undefined, moved: readonly Reader[]): string[] => [...new Set([...(me?.aliases ?? []), ...moved.map(guest => guest.id)])]

function serviceIds(base: readonly BaseRequest[], pending: readonly PendingCommand[]): Set<string> {
  const ofBase = base.flatMap(({ row, events }) => [row?.serviceId, ...events.slice(0, 1).map(({ body }) => (body.type === 'submitted' ? body.serviceId : undefined))])
  const ofPending = pending.map(command => (command.name === 'submit' ? command.args.serviceId : undefined))
  return new Set([...ofBase, ...ofPending].filter(id => id !== undefined))
}
