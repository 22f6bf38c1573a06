import type { Hello, HelloAnswer } from '#protocol/messages.ts'
import { readerScope } from '#protocol/scopes.ts'
import { isServed, protocolName } from '#protocol/version.ts'
import { Refusal } from '../http/refusal.ts'
import type { MemberCaller } from '../identity/caller.ts'
import type { Installation } from '../installation.ts'
import { refreshMe } from './me-row.ts'
import { findSender, registerSender } from './sender-repository.ts'

/** Makes a sender known and agrees on version and epoch. Saying hello again changes nothing. */
export async function hello(installation: Installation, caller: MemberCaller, { sender: id, versions }: Hello): Promise<HelloAnswer> {
  if (!versions.some(isServed)) throw new Refusal('update-needed')
  const { account, member } = caller
  const sender = { account, member, id }
  const { state, version } = await installation.database.transaction(async trx => {
    await registerSender(trx, sender, installation.now(), installation.database.forUpdate)
    return { state: await findSender(trx, sender), version: await refreshMe(trx, { account, reader: member }) }
  })
  if (!state) throw new Refusal('forked')
  if (version !== undefined) installation.hints.tell({ scope: readerScope(member), version })
  const { epoch, restored } = installation
  return { protocol: protocolName, epoch, now: installation.now(), lastSeq: state.lastSeq, reader: member, account, ...(restored && { restored }) }
}
