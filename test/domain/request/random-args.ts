import { uuidv7 } from '#domain/ids.ts'
import { aspects } from '#domain/evaluation/aspects.ts'
import type { ArgsOf, CommandName } from '#domain/request/command.ts'
import type { Line, Option } from '#domain/request/commands/parts.ts'
import type { RequestRow, RequestState } from '#domain/request/row.ts'
import { stages } from '#domain/request/states.ts'
import type { Random } from '../../random.ts'
import { dayMs, hourMs, minuteMs, need, termsHash } from './example-shop.ts'

/** From what arguments are made: chance, and often the request itself, so that they fit. */
type Source = { random: Random, request: RequestState, now: number }
type ArgsMaker<Name extends CommandName> = (source: Source) => ArgsOf<Name>

const words = ['yes', 'Kan ni komma på fredag?', 'Вода не уходит', '  spaced  ', '0', '{{name}}', '💧', 'x'.repeat(290)]
const text = ({ random }: Source) => random.pick(words)
/** Left out, or there without a value: both must come to the same. */
const maybe = <Value>({ random }: Source, value: Value) => (random.chance(50) ? value : undefined)
const optional = <Key extends string, Value>(source: Source, key: Key, value: Value): { [K in Key]?: Value | undefined } =>
  (source.random.chance(30) ? {} : { [key]: maybe(source, value) }) as { [K in Key]?: Value | undefined }

export const randomId = (random: Random) => uuidv7(random.int(0, 2 ** 40), Uint8Array.from({ length: 16 }, () => random.int(0, 255)))
const amount = (random: Random) => random.pick([1, 100, 20_000, 99_999, random.int(1, 500_000)])
/** Something of the request where it has one and chance is kind, else anything. */
const fitting = <Value>({ random }: Source, known: Value | undefined, stranger: Value): Value => (known !== undefined && random.chance(90) ? known : stranger)
const oneOf = <Value>(random: Random, values: readonly Value[] | undefined) => (values?.length ? random.pick(values) : undefined)

function randomLine(source: Source, id: string): Line {
  const { random } = source
  return {
    id, label: text(source), kind: random.pick(['labour', 'part', 'travel', 'discount', 'other']), taxRate: random.pick(['25', '12', '0']),
    amount: random.chance(15) ? -amount(random) : random.chance(10) ? 0 : amount(random),
    ...optional(source, 'optional', random.chance(40)), ...optional(source, 'why', text(source)), ...optional(source, 'quantity', '2.5'), ...optional(source, 'unit', 'h'),
  }
}

function randomOption(source: Source, id: string): Option {
  const { random } = source
  const lines = Array.from({ length: random.int(1, 4) }, (_, index) => randomLine(source, random.chance(3) ? 'twice' : `${id}-${index}`))
  const sum = lines.reduce((total, line) => total + line.amount, 0)
  return { id, title: text(source), lines, ...optional(source, 'most', sum + random.int(-1, 50_000)), ...optional(source, 'text', text(source)) }
}

function randomTime({ random, now }: Source) {
  const from = now + random.int(-1, 20) * hourMs
  return { from, to: from + random.pick([1, 60]) * minuteMs }
}

/** The agreed lines, now and then with one changed, one left out, one more, with or without a reason. */
function finalLines(source: Source): Line[] {
  const { random, request } = source
  const agreed = [...(request?.agreement?.lines ?? []), ...(request?.acceptedChanges ?? []).flatMap(change => change.lines)]
  const why = () => (random.chance(70) ? { why: `because ${text(source)}` } : {})
  const kept = agreed.flatMap(line => (random.chance(5) ? [] : [random.chance(12) ? { ...line, amount: line.amount - random.int(-10_000, 20_000), ...why() } : line]))
  const more = random.chance(15) || kept.length === 0 ? [{ ...randomLine(source, random.chance(90) ? 'more' : kept[0]?.id ?? 'more'), ...why() }] : []
  return [...kept, ...more]
}

function agreeArgs(source: Source): ArgsOf<'agree'> {
  const { random, request } = source
  const choice = request?.choice
  return {
    optionId: fitting(source, choice?.optionId, 'other'), revision: fitting(source, choice?.revision, 7),
    total: fitting(source, choice?.total, 1), most: fitting(source, choice?.most, 1),
    termsHash: random.chance(95) ? termsHash : 'f'.repeat(64), name: text(source),
  }
}

function chooseArgs(source: Source): ArgsOf<'chooseOption'> {
  const { random, request } = source
  const option = oneOf(random, request?.proposal?.options)
  const picked = option?.lines.filter(line => line.optional && random.chance(50)).map(line => line.id) ?? []
  return { optionId: fitting(source, option?.id, 'other'), revision: fitting(source, request?.revision || undefined, 7), lines: random.chance(3) ? ['none-such'] : picked }
}

function submitArgs(source: Source): ArgsOf<'submit'> {
  const { random } = source
  const path = random.pick(['question', 'quick', 'full', 'full'] as const)
  const fits = path === 'quick' ? 'battery' : 'washer'
  const serviceId = random.pick(['', 'battery', fits, fits, fits, 'none-such'])
  return {
    ...need, path, text: text(source), language: random.pick(['ru', 'sv', 'en']),
    contact: { name: text(source), ...optional(source, 'email', 'maja@example.org'), ...optional(source, 'phone', '+46 8 123 45') },
    ...(serviceId ? { serviceId } : {}), ...optional(source, 'mode', 'personal' as const), ...optional(source, 'place', 'Cellar'),
    ...(random.chance(90) ? { answers: {} } : {}), ...optional(source, 'details', { since: text(source), wet: true }),
  }
}

const none = () => ({})
const withText = (source: Source) => ({ text: text(source) })
const mayText = (source: Source) => optional(source, 'text', text(source))
const withReason = (source: Source) => ({ reason: text(source) })
const mayReason = (source: Source) => optional(source, 'reason', text(source))
const row = <Key extends keyof RequestRow>({ request }: Source, key: Key): RequestRow[Key] | undefined => request?.[key]

/** Arguments that the wire would let through, for every command. */
export const makeArgs: { [Name in CommandName]: ArgsMaker<Name> } = {
  submit: submitArgs,
  take: none, ask: withText, answer: withText, helped: none, turnIntoOrder: none, askForFullPath: mayText, decline: withReason,
  answerQuestion: source => ({ ...withText(source), ...optional(source, 'articles', ['descale']) }),
  close: mayReason, reopen: mayText, cancel: withReason,
  proposeTimes: source => ({ times: [randomTime(source), randomTime(source)], ...optional(source, 'price', amount(source.random)), ...mayText(source) }),
  confirmTime: source => ({
    time: fitting(source, oneOf(source.random, row(source, 'offeredTimes')), randomTime(source)),
    ...(source.random.chance(60) ? { price: fitting(source, row(source, 'offeredPrice'), 1), termsHash } : {}),
  }),
  moveTime: source => ({ time: fitting(source, oneOf(source.random, row(source, 'offeredTimes')), randomTime(source)), ...mayReason(source) }),
  cancelTime: mayReason,
  receiveItem: source => ({ item: text(source), condition: text(source), ...optional(source, 'place', 'Shelf 4'), ...optional(source, 'count', '2') }),
  readyForPickup: mayText, handOver: source => ({ to: text(source) }),
  propose: source => ({
    options: Array.from({ length: source.random.int(1, 3) }, (_, index) => randomOption(source, `o${index}`)),
    validUntil: source.now + source.random.int(-1, 60) * dayMs,
    ...mayText(source), ...(source.random.chance(80) ? withReason(source) : {}),
  }),
  withdraw: mayReason, expire: none, askForChanges: withText, refuse: withReason, chooseOption: chooseArgs, reconsider: none, agree: agreeArgs,
  proposeChange: source => ({
    lines: Array.from({ length: source.random.int(1, 2) }, (_, index) => randomLine(source, `c${source.request?.revision ?? 0}-${index}`)), reason: text(source),
  }),
  acceptChange: source => ({ revision: fitting(source, row(source, 'change')?.revision, 7), total: fitting(source, row(source, 'change')?.total, 1) }),
  refuseChange: source => ({ revision: fitting(source, row(source, 'change')?.revision, 7), ...mayReason(source) }),
  withdrawChange: mayReason,
  start: none, report: withText, pause: source => ({ ...withReason(source), ...optional(source, 'expectedAt', source.now + dayMs) }), resume: none,
  finish: source => ({ lines: finalLines(source), ...mayText(source) }),
  check: source => ({ points: source.random.some(words), ...mayText(source) }),
  returnToWork: withText, accept: source => optional(source, 'remarks', text(source)), askForRework: withText,
  claimWarranty: withText, withdrawClaim: mayText, declineClaim: withReason,
  evaluate: source => ({
    id: randomId(source.random), stage: source.random.pick(stages), grade: source.random.int(1, 5), publish: source.random.chance(50),
    aspects: Object.fromEntries(source.random.some(aspects).map(name => [name, maybe(source, source.random.int(1, 5))])), ...mayText(source),
  }),
  answerEvaluation: source => ({ evaluationId: fitting(source, oneOf(source.random, row(source, 'evaluations'))?.id, randomId(source.random)), text: text(source) }),
  requireDeposit: source => ({ amount: amount(source.random), ...mayReason(source) }),
  issueBill: mayText,
  recordPayment: source => ({ amount: amount(source.random), method: 'card' }),
  refund: source => ({ amount: fitting(source, row(source, 'paid') || undefined, amount(source.random)), reason: text(source) }),
  objectToRecord: source => ({ event: fitting(source, oneOf(source.random, row(source, 'recorded')), 1), text: text(source) }),
  settleObjection: source => ({
    event: fitting(source, oneOf(source.random, row(source, 'objections')), 1), outcome: source.random.pick(['stands', 'setAside']), text: text(source),
  }),
  postMessage: withText,
  withdrawMessage: source => ({ event: fitting(source, oneOf(source.random, row(source, 'lastMessages'))?.event, 1) }),
  attach: mayText,
  remark: source => ({
    id: fitting(source, undefined, randomId(source.random)), kind: source.random.pick(['remark', 'wish', 'complaint', 'praise']), text: text(source),
  }),
  answerRemark: source => ({ remarkId: fitting(source, oneOf(source.random, row(source, 'remarks'))?.id, randomId(source.random)), text: text(source) }),
  logCall: withText, markUrgent: withReason,
  assign: source => ({ staffId: randomId(source.random), name: text(source) }),
  setPriority: source => ({ priority: source.random.pick(['low', 'normal', 'high']) }),
  note: withText,
}
