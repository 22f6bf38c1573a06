import fc from 'fast-check'
import type { Actor } from '#domain/request/actor.ts'
import { type CommandName, commandNames } from '#domain/request/command.ts'
import { allowedCommands } from '#domain/request/permissions.ts'
import type { RequestRow } from '#domain/request/row.ts'
import { stages } from '#domain/request/states.ts'
import { table } from '#domain/request/table.ts'
import { service, termsHash } from '../small-shop.ts'

/** One thing that happens; `dice` decide what exactly, once it is known where the request stands. */
export type Step = { side: 'client' | 'desk', target: number, isWild: boolean, isRepeated: boolean, isStale: boolean, dice: number, ids: [string, string] }

const rarely = fc.integer({ min: 0, max: 9 }).map(number => number === 0)
export const steps = fc.array(
  fc.record({
    side: fc.constantFrom('client', 'desk'), target: fc.nat(4).map(number => (number === 0 ? 1 : 0)), isWild: rarely, isRepeated: rarely, isStale: rarely,
    dice: fc.nat(10_000_000).map(number => number % 1_000_003), ids: fc.tuple(fc.uuid({ version: 4 }), fc.uuid({ version: 4 })),
  }),
  { minLength: 60, maxLength: 80 },
)

/** What is to be done: mostly something that is allowed now, sometimes anything at all. */
export function pickCommand(step: Step, row: RequestRow | undefined, actor: Actor): CommandName {
  if (!row) return 'submit'
  if (step.isWild) return commandNames[step.dice % commandNames.length]!
  const allowed = allowedCommands(row, actor)
  const onward = allowed.filter(name => !endings.includes(name) && table[name].some(rule => rule.to !== 'same'))
  const choice = step.dice % 3 > 0 && onward.length > 0 ? onward : allowed.filter(name => step.dice % 4 === 0 || !endings.includes(name))
  return choice[Math.floor(step.dice / 3) % choice.length] ?? 'postMessage'
}

/** These end a request: seldom, so that others get far. */
const endings: readonly CommandName[] = ['decline', 'cancel', 'withdraw', 'reconsider', 'askForChanges']

const line = (id: string, amount: number) => ({ id, label: id, kind: 'labour', amount, taxRate: '25' })

/** Arguments that fit the request as far as the dice allow. */
export function argsFor(name: CommandName, { dice, ids }: Step, row: RequestRow | undefined, now: number, staffId: string): Record<string, unknown> {
  const text = `Words ${dice}`
  const time = { from: now + 1_000 * (1 + (dice % 5)), to: now + 10_000_000 }
  const lines = row?.agreement?.lines ?? [line('work', 100 + (dice % 900))]
  switch (name) {
    case 'submit': return { path: dice % 4 === 0 ? 'question' : 'full', title: text, text, language: 'sv', contact: { name: 'A client' }, serviceId: service.id }
    case 'take': case 'helped': case 'turnIntoOrder': case 'expire': case 'reconsider': case 'start': case 'resume': return {}
    case 'propose': return { options: [{ id: 'one', title: text, lines: [line('work', dice % 5_000), { ...line('more', 50), optional: true }] }], validUntil: now + 100_000, reason: text }
    case 'chooseOption': return { optionId: 'one', revision: row?.revision ?? 1, lines: dice % 2 ? ['more'] : [] }
    case 'agree': return { optionId: 'one', revision: row?.choice?.revision ?? 1, total: row?.choice?.total ?? 0, most: row?.choice?.most ?? 0, termsHash: termsHash, name: 'A client' }
    case 'proposeTimes': return { times: [time] }
    case 'confirmTime': return { time: row?.offeredTimes[0] ?? time }
    case 'moveTime': return { time: row?.offeredTimes[0] ?? time, reason: text }
    case 'receiveItem': return { item: 'A machine', condition: text }
    case 'handOver': return { to: 'A client' }
    case 'pause': return { reason: text, expectedAt: now + dice }
    case 'proposeChange': return { lines: [line(`extra-${dice}`, dice % 700)], reason: text }
    case 'acceptChange': return { revision: row?.change?.revision ?? 1, total: row?.change?.total ?? 0 }
    case 'refuseChange': return { revision: row?.change?.revision ?? 1 }
    case 'finish': return { lines: dice % 3 ? lines : [{ ...line('work', dice % 2_000), why: text }] }
    case 'check': return { points: [text] }
    case 'evaluate': return { id: ids[1], stage: stages[dice % stages.length], grade: 1 + (dice % 5), aspects: { speed: 1 + (dice % 4) }, publish: dice % 2 === 0, text }
    case 'answerEvaluation': return { evaluationId: row?.evaluations.at(-1)?.id ?? ids[1], text }
    case 'requireDeposit': return { amount: 1 + (dice % 500) }
    case 'recordPayment': return { amount: 1 + (dice % 500), method: 'card' }
    case 'refund': return { amount: 1 + (dice % 300), reason: text }
    case 'objectToRecord': return { event: row?.recorded[0] ?? 1, text }
    case 'settleObjection': return { event: row?.objections[0] ?? 1, outcome: 'stands', text }
    case 'withdrawMessage': return { event: row?.lastMessages.at(-1)?.event ?? 1 }
    case 'remark': return { id: ids[1], kind: 'complaint', text }
    case 'answerRemark': return { remarkId: row?.remarks.at(-1)?.id ?? ids[1], text }
    case 'assign': return { staffId, name: text }
    case 'setPriority': return { priority: dice % 2 ? 'high' : 'low' }
    case 'decline': case 'refuse': case 'cancel': case 'declineClaim': case 'markUrgent': return { reason: text }
    case 'withdraw': case 'cancelTime': case 'withdrawChange': return { reason: text }
    case 'accept': return { remarks: text }
    case 'close': return { reason: text }
    case 'ask': case 'answer': case 'answerQuestion': case 'askForFullPath': case 'reopen': case 'askForChanges': case 'readyForPickup': case 'report':
    case 'returnToWork': case 'askForRework': case 'claimWarranty': case 'withdrawClaim': case 'issueBill': case 'postMessage': case 'attach': case 'logCall': case 'note':
      return { text }
    default: return name satisfies never
  }
}
