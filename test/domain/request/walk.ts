import type { Path } from '#domain/catalog/service.ts'
import { roles, type Actor } from '#domain/request/actor.ts'
import { commandNames, type ArgsOf, type CommandName } from '#domain/request/command.ts'
import type { State } from '#domain/request/states.ts'
import type { Giver } from '#domain/request/table.ts'
import { photo, visit } from './example-histories.ts'
import { client, dayMs, line, need, needQuick, option, reception, spoken, staff, termsHash, time } from './example-shop.ts'
import { History } from './history.ts'

export const everyGiver: readonly Giver[] = ['client', 'time', ...roles]
const uuid = (n: number) => `a0000000-0000-4000-8000-${String(n).padStart(12, '0')}`
const text = { text: 'Some words' }
const reason = { reason: 'A reason' }

export function actorFor(giver: Giver): Actor {
  switch (giver) {
    case 'client': return client
    case 'time': return time
    default: return staff(giver)
  }
}

/** Arguments with which a command should succeed. */
const fitting: { [Name in CommandName]: (history: History) => ArgsOf<Name> } = {
  submit: () => need,
  take: () => ({}), ask: () => text, answer: () => text, answerQuestion: () => text, helped: () => ({}), turnIntoOrder: () => ({}),
  askForFullPath: () => ({}), decline: () => reason, close: () => reason, reopen: () => ({}), cancel: () => reason,
  proposeTimes: ({ now }) => ({ times: [{ from: now + dayMs, to: now + 2 * dayMs }] }),
  confirmTime: ({ row, now }) => ({ time: row.offeredTimes[0] ?? { from: now + dayMs, to: now + 2 * dayMs } }),
  moveTime: ({ row, now }) => ({ time: row.offeredTimes[0] ?? { from: now + dayMs, to: now + 2 * dayMs } }),
  cancelTime: () => ({}), receiveItem: () => ({ item: 'Bicycle', condition: 'Scratched' }), readyForPickup: () => ({}), handOver: () => ({ to: 'Maja' }),
  propose: ({ now }) => ({ options: [option('way', [line('work', 50_000)])], validUntil: now + 10 * dayMs, ...reason }),
  withdraw: () => ({}), expire: () => ({}), askForChanges: () => text, refuse: () => reason,
  chooseOption: ({ row }) => ({ optionId: row.proposal?.options[0]?.id ?? 'way', revision: row.revision, lines: [] }), reconsider: () => ({}),
  agree: ({ row: { choice, revision } }) => ({ optionId: choice?.optionId ?? 'way', revision, total: choice?.total ?? 0, most: choice?.most ?? 0, termsHash, name: 'Maja' }),
  proposeChange: ({ row }) => ({ lines: [line(`more-${row.revision}`, 10_000)], ...reason }),
  acceptChange: ({ row }) => ({ revision: row.revision, total: row.change?.total ?? 0 }), refuseChange: ({ row }) => ({ revision: row.revision }), withdrawChange: () => ({}),
  start: () => ({}), report: () => text, pause: () => reason, resume: () => ({}),
  finish: ({ row }) => ({ lines: [...row.agreement?.lines ?? [], ...row.acceptedChanges.flatMap(change => change.lines)] }),
  check: () => ({ points: ['Done well'] }), returnToWork: () => text, accept: () => ({}), askForRework: () => text,
  claimWarranty: () => text, withdrawClaim: () => ({}), declineClaim: () => reason,
  evaluate: ({ row }) => ({ id: uuid(row.lastEvent), stage: row.evaluations.length === 0 ? 'completion' : 'support', grade: 5, aspects: {}, publish: true }),
  answerEvaluation: ({ row }) => ({ evaluationId: row.evaluations.at(-1)?.id ?? uuid(0), text: 'Thank you' }),
  requireDeposit: () => ({ amount: 100 }), issueBill: () => ({}), recordPayment: () => ({ amount: 100, method: 'card' }), refund: () => ({ amount: 50, reason: 'Too much' }),
  objectToRecord: ({ row }) => ({ event: row.recorded.at(-1) ?? 0, text: 'I never said that' }),
  settleObjection: ({ row }) => ({ event: row.objections.at(-1) ?? 0, outcome: 'stands', text: 'We talked' }),
  postMessage: () => text, withdrawMessage: ({ row }) => ({ event: row.lastMessages.at(-1)?.event ?? 0 }), attach: () => ({}),
  remark: ({ row }) => ({ id: uuid(row.lastEvent), kind: 'wish', ...text }), answerRemark: ({ row }) => ({ remarkId: row.remarks.at(-1)?.id ?? uuid(0), ...text }),
  logCall: () => text, markUrgent: () => reason,
  assign: () => ({ staffId: uuid(1), name: 'Elin' }), setPriority: () => ({ priority: 'high' }), note: () => text,
}

/** One command with fitting arguments; the history that follows, or the code of the refusal. */
export function tryOut(history: History, name: CommandName, actor: Actor, isRecorded = false): History | string {
  const args = fitting[name](history)
  const more = { ...(isRecorded ? { via: spoken } : {}), ...(name === 'attach' ? { files: [photo] } : {}) }
  const code = history.refusal(name, args as ArgsOf<'take'>, actor, more)
  return code ?? history.give(name, args as ArgsOf<'take'>, actor, more)
}

const steps = (history: History, ...given: [CommandName, Actor, boolean?][]) =>
  given.reduce((before, [name, actor, isRecorded]) => {
    const after = tryOut(before, name, actor, isRecorded)
    return after instanceof History ? after : before
  }, history)

/** What has to have happened, in the same state, for a command to make sense. */
function prepare(history: History, name: CommandName, giver: Giver): History {
  const actor = actorFor(giver)
  switch (name) {
    case 'confirmTime': return steps(history, ['proposeTimes', reception])
    case 'moveTime': return steps(history, ['proposeTimes', reception], ['confirmTime', client], ['proposeTimes', reception])
    case 'cancelTime': return steps(history, ['proposeTimes', reception], ['confirmTime', client])
    case 'readyForPickup': case 'handOver': return steps(history, ['receiveItem', reception])
    case 'withdrawMessage': return steps(history, ['postMessage', actor])
    case 'answerRemark': return steps(history, ['remark', client])
    case 'answerEvaluation': return steps(history, ['evaluate', client])
    case 'refund': return steps(history, ['recordPayment', reception])
    case 'objectToRecord': return steps(history, ['remark', reception, true])
    case 'settleObjection': return steps(history, ['remark', reception, true], ['objectToRecord', client])
    case 'close': return giver === 'time' ? history.later(400 * dayMs) : steps(history, ['postMessage', reception], ['logCall', reception])
    case 'expire': return history.later(20 * dayMs)
    default: return history
  }
}

/** What a command makes of a request, by somebody who may give it, recorded by staff or not; undefined when it is refused. */
export function outcome(history: History, name: CommandName, giver: Giver, isRecorded = false): History | undefined {
  const after = tryOut(prepare(history, name, giver), name, actorFor(giver), isRecorded)
  return after instanceof History ? after : undefined
}

export type Place = `${Path} ${State}`
export const placeOf = ({ row }: History): Place => `${row.path} ${row.state}`

/** What tells one situation from another. */
export const signature = ({ row }: History) =>
  [row.path, row.state, row.returnTo, row.claimFrom, row.wasDelivered, row.agreement !== undefined, row.acceptedChanges.length > 0].join(' ')

/** A visit with a price of its own, so that there is something to pay from the first. */
const withVisit = (history: History) => history
  .give('proposeTimes', { times: [visit(3)], price: 50_000 }, reception)
  .give('confirmTime', { time: visit(3), price: 50_000, termsHash })

/** Every kind of situation that fitting commands lead to, and which situations follow on which. */
export function walk(): { histories: History[], nextBySignature: Map<string, Set<string>> } {
  const begin = [{ ...need, serviceId: 'washer' }, needQuick].map(args => withVisit(new History().give('submit', args)))
    .concat(new History().give('submit', { ...need, path: 'question' }))
    .map(history => steps(history, ['receiveItem', reception], ['remark', client]))
  const bySignature = new Map(begin.map(history => [signature(history), history]))
  const nextBySignature = new Map<string, Set<string>>()
  for (const [from, history] of bySignature) {
    const followers = new Set<string>()
    nextBySignature.set(from, followers)
    for (const name of commandNames) {
      for (const giver of everyGiver) {
        const after = outcome(history, name, giver)
        if (!after || signature(after) === from) continue
        followers.add(signature(after))
        if (!bySignature.has(signature(after))) bySignature.set(signature(after), after)
      }
    }
  }
  return { histories: [...bySignature.values()], nextBySignature }
}
