import type { PushedCommand } from '#protocol/command.ts'
import type { Push, PushAnswer } from '#protocol/messages.ts'
import type { PushLine } from '#protocol/results.ts'
import { protocolName } from '#protocol/version.ts'
import { Refusal } from '../http/refusal.ts'
import type { MemberCaller } from '../identity/caller.ts'
import type { Installation } from '../installation.ts'
import { actorOf, type Deciding } from './context.ts'
import { firstArrival } from './first-arrival.ts'
import { countOrPark } from './park-command.ts'
import { relaySoon } from './relay-soon.ts'
import { findSender, type Sender } from './sender-repository.ts'
import { takeInOrder, type TakenInOrder } from './take-in-order.ts'
import { tellChanges } from './tell-changes.ts'

/**
 * Takes a sender's commands in their order, each all or nothing. A failure that is not the command's fault stops the batch: the answer is
 * 503 with the lines so far, and nothing of that command is kept; one that fails again and again is parked. A device of another epoch
 * is told the present one and has to renumber first; nothing of it is looked at.
 */
export async function push(installation: Installation, caller: MemberCaller, body: Push): Promise<PushAnswer> {
  const { database, epoch, now } = installation
  const sender: Sender = { account: caller.account, member: caller.member, id: body.sender }
  const isOtherEpoch = body.epoch !== epoch
  const { lines, lastSeq } = isOtherEpoch
    ? { lines: [], lastSeq: (await findSender(database.db, sender))?.lastSeq ?? 0 }
    : await takeAll(installation, caller, sender, body.commands)
  const later = body.commands.slice(lines.length).map(({ seq, mid }) => ({ seq, mid, status: 'later' as const }))
  return { protocol: protocolName, epoch, now: now(), lastSeq, lines: [...lines, ...later] }
}

type All = { lines: PushLine[], lastSeq: number }

async function takeAll(installation: Installation, caller: MemberCaller, sender: Sender, commands: readonly PushedCommand[]): Promise<All> {
  const { database, now, restored, hints } = installation
  const decidingOf = (command: PushedCommand): Deciding => {
    const arrivedAt = firstArrival(command, restored, now())
    return { database, actor: actorOf(caller), now: now(), ...(arrivedAt === undefined ? {} : { arrivedAt }) }
  }
  const all: All = { lines: [], lastSeq: 0 }
  while (all.lines.length < commands.length) {
    const { taken, stoppedBy } = await takeInOrder(decidingOf, { database }, sender, commands.slice(all.lines.length))
    for (const { line, applied, lastSeq } of taken) {
      if (applied) {
        tellChanges(hints, applied)
        relaySoon(installation, applied)
      }
      all.lines.push(line)
      all.lastSeq = lastSeq
    }
    if (!stoppedBy) continue
    const command = commands[all.lines.length]!
    all.lines.push(await parkOrStop(installation, caller, sender, command, stoppedBy, all.lines))
    all.lastSeq = command.seq
  }
  return all
}

/** The line of a command that is parked now; else throws what the whole push is answered. */
async function parkOrStop(installation: Installation, caller: MemberCaller, sender: Sender, command: PushedCommand, { failure, isShared }: NonNullable<TakenInOrder['stoppedBy']>, lines: readonly PushLine[]): Promise<PushLine> {
  if (failure instanceof Refusal) throw failure
  const { log } = installation
  log.error('A command could not be stored', failure, { mid: command.mid, name: 'name' in command ? command.name : '' })
  const parked = isShared ? undefined : await countOrPark(installation, caller, sender, command, failure).catch((again: unknown) => {
    log.error('A failure could not be counted', again)
  })
  if (parked) return parked
  throw new Refusal('busy', { detail: { lines }, retryAfterSeconds: 2 })
}
