import type { Command } from '#domain/request/command.ts'
import type { DeskCommand } from '#protocol/command.ts'
import type { Db } from '../db/tables.ts'
import { createAccount } from '../identity/member-repository.ts'

/**
 * An account for somebody who has called or stands at the counter: with a name, without an address that is confirmed and without a device.
 * Says whether it is new: where the command is sent again, it is there already.
 */
export async function makeStaffMadeClient(trx: Db, { account, newClient }: DeskCommand, command: Command, now: number): Promise<boolean> {
  if (command.name !== 'submit' || !account || !newClient) return false
  const { language, contact } = command.args
  const isNew = await createAccount(trx, { account, member: newClient.member }, language, null, now)
  if (isNew) await trx.updateTable('member').set({ name: contact.name }).where('account_id', '=', account).where('id', '=', newClient.member).execute()
  return isNew
}

/** Takes back what was made for a command that was then refused: a refusal changes nothing. */
export async function forgetAccount(trx: Db, account: string): Promise<void> {
  await trx.deleteFrom('member').where('account_id', '=', account).execute()
  await trx.deleteFrom('account').where('id', '=', account).execute()
}
