import { roles, type Actor } from '#domain/request/actor.ts'
import { commandNames, type Command, type CommandName } from '#domain/request/command.ts'
import type { NewEvent } from '#domain/request/event.ts'
import { permissionFor } from '#domain/request/permissions.ts'
import { isRejection, type Rejection } from '#domain/request/rejection.ts'
import { Random } from '../../random.ts'
import { photo } from './example-histories.ts'
import { client, dayMs, guest, minuteMs, onlooker, phone, server, spoken, staff, time } from './example-shop.ts'
import { History } from './history.ts'
import { makeArgs } from './random-args.ts'

export type Turn = { before: History, command: Command, actor: Actor, decision: NewEvent[] | Rejection, after: History }

/** The way to a good end, so that histories come far. */
const ahead: readonly CommandName[] = [
  'submit', 'take', 'propose', 'chooseOption', 'agree', 'start', 'finish', 'check', 'accept', 'claimWarranty', 'resume',
  'proposeChange', 'acceptChange', 'refuseChange', 'withdrawChange', 'returnToWork', 'askForRework', 'withdrawClaim', 'declineClaim',
  'answer', 'answerQuestion', 'helped',
]
/** What ends a story early, or is possible all the time and leads nowhere. */
const rare: readonly CommandName[] = [
  'cancel', 'decline', 'refuse', 'propose', 'postMessage', 'remark', 'attach', 'logCall', 'markUrgent', 'note', 'setPriority', 'assign', 'withdrawMessage',
]
const wholeShop = staff(...roles)
/** Who acts; the first ones more often, since they can do more. */
const actors: readonly Actor[] = [client, client, client, wholeShop, wholeShop, guest, onlooker, time, ...roles.map(role => staff(role))]

type Who = { name: CommandName, actor: Actor, isRecorded: boolean }

/** Who gives what: half the time the next step, else most often something that is allowed, now and then anybody anything. */
function chooseWho(random: Random, { state }: History): Who {
  const isRecorded = random.chance(12)
  const actor = random.pick(actors)
  const mayGive = (name: CommandName, by: Actor, recorded = false) => permissionFor(state, name, by, recorded) === 'yes'
  const isOffered = state?.state === 'offered' || state?.state === 'agreeing'
  const next = !random.chance(45) ? [] : ahead.filter(name => name !== 'propose' || !isOffered)
    .flatMap(name => [client, wholeShop].filter(by => mayGive(name, by)).map(by => ({ name, actor: by, isRecorded: false })))
  if (next.length > 0) return random.pick(next)
  const possible = commandNames.filter(name => mayGive(name, actor, isRecorded) && (!rare.includes(name) || random.chance(20)))
  if (possible.length === 0 || random.chance(15)) return { name: random.pick(commandNames), actor, isRecorded }
  return { name: random.pick(possible), actor, isRecorded }
}

function makeCommand(random: Random, history: History): { command: Command, actor: Actor } {
  const { name, actor, isRecorded } = chooseWho(random, history)
  const args = makeArgs[name]({ random, request: history.state, now: history.now })
  // A name and its own arguments: the compiler cannot follow them through one look-up.
  const command = { name, args, ...(isRecorded ? { via: spoken } : {}), ...(name === 'attach' || random.chance(5) ? { files: [photo] } : {}) } as Command
  return { command, actor }
}

/** One number makes one turn, so that a failing history shrinks to the turns that matter. */
export function takeTurn(history: History, seed: number): Turn {
  const random = new Random(seed)
  const before = history
    .later(random.pick([0, minuteMs, minuteMs, dayMs, dayMs, random.chance(20) ? 15 * dayMs : 0, random.chance(5) ? 400 * dayMs : 0]))
    .with(random.pick([server, server, phone, { ...server, serverOnly: { isTimeTaken: () => true } }]))
  const { command, actor } = makeCommand(random, before)
  const decision = before.decide(command, actor)
  return { before, command, actor, decision, after: isRejection(decision) ? before : before.append(decision, actor) }
}

/** A history of so many commands, taken or refused, each made of one number. */
export function play(seeds: readonly number[]): Turn[] {
  const turns: Turn[] = []
  for (const seed of seeds) turns.push(takeTurn(turns.at(-1)?.after ?? new History(), seed))
  return turns
}
