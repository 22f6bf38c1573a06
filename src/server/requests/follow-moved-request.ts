import type { RequestRow } from '#domain/request/row.ts'
import type { Db } from '../db/tables.ts'
import { keysOfContact } from './contact-keys.ts'

/** What the counter finds a request and its client by, and who is to be told of it, follow a request into another account. */
export async function followMovedRequest(trx: Db, { from, to, request }: { from: string, to: string, request: RequestRow }): Promise<void> {
  await trx.updateTable('request_word').set({ account_id: to }).where('account_id', '=', from).where('request_id', '=', request.id).execute()
  await trx.updateTable('desk_alert').set({ account_id: to }).where('account_id', '=', from).where('request_id', '=', request.id).execute()
  await trx.deleteFrom('desk_presence').where('account_id', '=', from).where('request_id', '=', request.id).execute()
  await trx.deleteFrom('contact_key').where('account_id', '=', from).execute()
  await trx.insertInto('contact_key').values(keysOfContact(request.contact).map(key => ({ account_id: to, ...key })))
    .onConflict(conflict => conflict.doNothing()).execute()
}
