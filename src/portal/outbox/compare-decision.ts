import type { Command } from '#domain/request/command.ts'
import type { Line, Option, Time } from '#domain/request/commands/parts.ts'
import type { EventBody, EventOf, EventType, RequestEvent } from '#domain/request/event.ts'
import type { RequestRow } from '#domain/request/row.ts'
import type { State } from '#domain/request/states.ts'
import { linesTaken, mostOf, sumOf } from '#domain/request/totals.ts'

export type MarkedLine = Line & { mark?: 'gone' | 'new' | 'changed' }
/** What somebody can say yes to: lines where they are known, the total, and the most it may become. */
export type Offer = { title?: string, lines: MarkedLine[], total: number, most?: number }

/** What a refused decision was about, and what stands now. */
export type Comparison =
  | { kind: 'price', before: Offer, now: Offer | undefined }
  | { kind: 'times', before: Time, now: readonly Time[] }
  | { kind: 'question', before: string, now: string | undefined }
  | { kind: 'state', state: State, last: EventBody | undefined }

type Standing = { request: RequestRow, events: readonly RequestEvent[] }

/** Puts what its writer decided on beside what the request says now. Undefined where there is nothing to compare. */
export function compareDecision(command: Command & { at: number }, standing: Standing): Comparison | undefined {
  switch (command.name) {
    case 'submit': return undefined
    case 'agree': case 'chooseOption': return compareOption(command, standing) ?? whereItStands(standing)
    case 'acceptChange': case 'refuseChange': return compareChange(command.args.revision, standing) ?? whereItStands(standing)
    case 'confirmTime': return comparePrice(command.args.price, standing.request.offeredPrice) ?? compareTimes(command.args.time, standing)
    case 'moveTime': return compareTimes(command.args.time, standing)
    case 'answer': return compareQuestion(command.at, standing) ?? whereItStands(standing)
    default: return whereItStands(standing)
  }
}

const lastBody = <Type extends EventType>(events: readonly RequestEvent[], type: Type, fits: (body: EventOf<Type>) => boolean = () => true) =>
  events.findLast(({ body }) => body.type === type && fits(body as EventOf<Type>))?.body as EventOf<Type> | undefined

type OptionCommand = Extract<Command, { name: 'agree' | 'chooseOption' }>

function compareOption(command: OptionCommand, { request, events }: Standing): Comparison | undefined {
  const { optionId, revision } = command.args
  const option = lastBody(events, 'proposalOffered', body => body.revision === revision)?.options.find(({ id }) => id === optionId)
  const picked = command.name === 'agree'
    ? lastBody(events, 'optionChosen', body => body.revision === revision && body.optionId === optionId)?.lines ?? []
    : command.args.lines
  const before: Offer = option ? offerOf(option, picked) : { lines: [], total: 0 }
  if (command.name === 'agree') Object.assign(before, { total: command.args.total, most: command.args.most })
  else if (!option) return undefined
  const proposal = request.state === 'offered' || request.state === 'agreeing' ? request.proposal : undefined
  const present = proposal?.options.find(({ id }) => id === optionId) ?? (proposal?.options.length === 1 ? proposal.options[0] : undefined)
  return differing(before, present && offerOf(present, picked))
}

function compareChange(revision: number, { request, events }: Standing): Comparison | undefined {
  const offered = lastBody(events, 'changeOffered', body => body.revision === revision)
  if (!offered) return undefined
  const { change } = request
  return differing({ lines: offered.lines, total: offered.total }, change && { lines: change.lines, total: change.total })
}

const comparePrice = (before: number | undefined, now: number | undefined): Comparison | undefined =>
  before === undefined || before === now ? undefined : { kind: 'price', before: { lines: [], total: before }, now: now === undefined ? undefined : { lines: [], total: now } }

const compareTimes = (before: Time, { request }: Standing): Comparison => ({ kind: 'times', before, now: request.offeredTimes })

function compareQuestion(at: number, { request, events }: Standing): Comparison | undefined {
  const questions = events.flatMap(({ body, at: askedAt }) => (body.type === 'questionAsked' ? [{ text: body.text, at: askedAt }] : []))
  const answered = questions.findLast(question => question.at <= at) ?? questions[0]
  if (!answered) return undefined
  const open = request.state === 'clarifying' ? questions.at(-1)?.text : undefined
  return open === answered.text ? undefined : { kind: 'question', before: answered.text, now: open }
}

/** Where it stands, and the last thing that somebody else did to it. */
const whereItStands = ({ request, events }: Standing): Comparison =>
  ({ kind: 'state', state: request.state, last: events.findLast(({ by, body }) => by.kind !== 'member' && body.type !== 'messagePosted')?.body })

const offerOf = (option: Option, picked: readonly string[]): Offer => {
  const lines = linesTaken(option, picked)
  return { title: option.title, lines, total: sumOf(lines), most: mostOf(option, picked) }
}

function differing(before: Offer, now: Offer | undefined): Comparison | undefined {
  if (!now) return { kind: 'price', before, now }
  const isSame = before.total === now.total && (before.most ?? before.total) === (now.most ?? now.total) && sameLines(before.lines, now.lines)
  return isSame ? undefined : { kind: 'price', before: { ...before, lines: mark(before.lines, now.lines, 'gone') }, now: { ...now, lines: mark(now.lines, before.lines, 'new') } }
}

const sameLines = (a: readonly Line[], b: readonly Line[]) => a.length === b.length && mark(a, b, 'gone').every(line => !line.mark)

function mark(lines: readonly Line[], others: readonly Line[], alone: 'gone' | 'new'): MarkedLine[] {
  if (others.length === 0) return [...lines]
  return lines.map(line => {
    const other = others.find(({ id }) => id === line.id)
    if (!other) return { ...line, mark: alone }
    return other.amount === line.amount && other.label === line.label ? line : { ...line, mark: 'changed' }
  })
}
