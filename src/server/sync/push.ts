import { setImmediate as yieldToOthers } from 'node:timers/promises'
import type { PushedCommand } from '#protocol/command.ts'
import type { Push, PushAnswer } from '#protocol/messages.ts'
import type { PushLine } from '#protocol/results.ts'
import { protocolName } from '#protocol/version.ts'
import { isUniqueViolation } from '../db/failures.ts'
import { Refusal } from '../http/refusal.ts'
import type { MemberCaller } from '../identity/caller.ts'
import type { Installation } from '../installation.ts'
import { actorOf, type Deciding } from './context.ts'
import { firstArrival } from './first-arrival.ts'
import { countOrPark } from './park-command.ts'
import { type Taken, takeCommand } from './push-command.ts'
import { findSender, registerSender, type Sender } from './sender-repository.ts'
import { relaySoon } from './relay-soon.ts'
import { tellChanges } from './tell-changes.ts'

/**
 * Takes a sender's commands in their order, each in a transaction of its own. A failure that is not the command's fault stops the
 * batch: the answer is 503 with the lines so far, and nothing of that command is kept; one that fails again and again is parked. A device of
 * another epoch is told the present one and has to renumber first; nothing of it is looked at.
 */
export async function push(installation: Installation, caller: MemberCaller, body: Push): Promise<PushAnswer> {
  const { database, epoch } = installation
  const sender: Sender = { account: caller.account, member: caller.member, id: body.sender }
  if (body.epoch === epoch) await registerSender(database.db, sender, installation.now())
  const lines: PushLine[] = []
  for (const command of body.epoch === epoch ? body.commands : []) {
    lines.push(await takeOrStop(installation, caller, sender, command, lines))
    await yieldToOthers()
  }
  const later = body.commands.slice(lines.length).map(({ seq, mid }) => ({ seq, mid, status: 'later' as const }))
  const state = await findSender(database.db, sender)
  return { protocol: protocolName, epoch, now: installation.now(), lastSeq: state?.lastSeq ?? 0, lines: [...lines, ...later] }
}

async function takeOrStop(installation: Installation, caller: MemberCaller, sender: Sender, command: PushedCommand, lines: readonly PushLine[]): Promise<PushLine> {
  try {
    const { line, applied } = await takeTwice(installation, caller, sender, command)
    if (applied) {
      tellChanges(installation.hints, applied)
      relaySoon(installation, applied)
    }
    return line
  } catch (thrown) {
    if (thrown instanceof Refusal) throw thrown
    installation.log.error('A command could not be stored', thrown, { mid: command.mid, name: 'name' in command ? command.name : '' })
    const parked = await countOrPark(installation, caller, sender, command, thrown).catch((again: unknown) => {
      installation.log.error('A failure could not be counted', again)
    })
    if (parked) return parked
    throw new Refusal('busy', { detail: { lines }, retryAfterSeconds: 2 })
  }
}

/** Where another sender brought the same command at the same moment, the second look finds its result. */
async function takeTwice({ database, now, restored }: Installation, caller: MemberCaller, sender: Sender, command: PushedCommand): Promise<Taken> {
  const take = () => {
    const arrivedAt = firstArrival(command, restored, now())
    const deciding: Deciding = { database, actor: actorOf(caller), now: now(), ...(arrivedAt === undefined ? {} : { arrivedAt }) }
    return database.transaction(trx => takeCommand(trx, deciding, sender, command))
  }
  try {
    return await take()
  } catch (thrown) {
    if (!isUniqueViolation(thrown)) throw thrown
    return take()
  }
}
