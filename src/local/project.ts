import { authorOf } from '#domain/request/actor.ts'
import type { Context } from '#domain/request/context.ts'
import { decide } from '#domain/request/decide.ts'
import { evolve } from '#domain/request/evolve.ts'
import type { NewEvent, RequestEvent } from '#domain/request/event.ts'
import { isRejection, type Rejection } from '#domain/request/rejection.ts'
import type { RequestRow, RequestState } from '#domain/request/row.ts'
import type { CommandResult } from '#protocol/results.ts'
import type { StoredCommand } from './outbox-database.ts'
import { plainSubmitted } from './plain-submitted.ts'

/** What the server said of a request. `events` may be left out only where no pending command touches it. */
export type BaseRequest = { id: string, row?: RequestRow, events: readonly RequestEvent[] }
/** In order of writing. Of those that were refused, only the first command of a request belongs here. */
export type PendingCommand = StoredCommand & { result?: CommandResult }

/** `onPhone`: saved on this device only. `received`: the business has it, our copy of it is on its way. */
export type PendingMark = 'onPhone' | 'received'
export type ShownEvent = RequestEvent & { pending?: PendingMark }
/** A command that the newer state does not take: it waits in its place, with what its writer wrote. */
export type StuckCommand = { command: PendingCommand, mark: PendingMark, rejection: Rejection }

/** A request as the screens show it. `pending`: the least certain of its marks; missing when all of it is the server's word. */
export type Projected = { request: RequestRow, events: ShownEvent[], stuck: StuckCommand[], pending?: PendingMark }

export type ContextFor = (request: RequestState, command: PendingCommand) => Context

type Draft = { state: RequestState, events: ShownEvent[], stuck: StuckCommand[], marks: PendingMark[] }

/**
 * What the owner of this device sees: the server's word, and on it their own pending commands, run in their order through the same rules
 * that the server will use. Pure. A command that is on a base event already, or whose event the row has reached, is left out;
 * one that is refused now changes nothing and waits in `stuck`. A request's own first command is shown even then.
 */
export function project(base: readonly BaseRequest[], pending: readonly PendingCommand[], contextFor: ContextFor): Projected[] {
  const baseById = new Map(base.map(request => [request.id, request]))
  const pendingById = new Map<string, PendingCommand[]>()
  for (const command of pending) {
    const known = pendingById.get(command.requestId)
    if (known) known.push(command)
    else pendingById.set(command.requestId, [command])
  }
  const untouched = base.filter(request => !pendingById.has(request.id)).map(request => finish(begin(request)))
  const touched = [...pendingById].map(([id, commands]) => finish(projectOne(baseById.get(id) ?? { id, events: [] }, commands, contextFor)))
  return [...untouched, ...touched].filter(request => request !== undefined)
}

function projectOne(base: BaseRequest, commands: readonly PendingCommand[], contextFor: ContextFor): Draft {
  const arrived = new Set(base.events.map(event => event.mid))
  return commands
    .filter(command => !arrived.has(command.mid))
    .reduce((draft, command) => withCommand(draft, command, contextFor), begin(base))
}

/**
 * The state that the base tells of. Row and events of one step may come on two pages: events are folded onto a row that lags
 * behind, and a row that ran ahead of its events waits for them, so that no entry is missing from a thread for a moment.
 */
function begin({ row, events }: BaseRequest): Draft {
  const last = events.at(-1)?.number ?? 0
  const isAhead = row !== undefined && row.lastEvent > last && events[0]?.number === 1
  const state = isAhead
    ? events.reduce<RequestState>(evolve, undefined)
    : events.filter(event => event.number > (row?.lastEvent ?? 0)).reduce<RequestState>(evolve, row)
  return { state, events: [...events], stuck: [], marks: [] }
}

function withCommand(draft: Draft, command: PendingCommand, contextFor: ContextFor): Draft {
  const { result } = command
  if (result && result.kind !== 'applied') return withRefused(draft, command, contextFor)
  if (result?.kind === 'applied' && result.event !== undefined && draft.state !== undefined && result.event <= draft.state.lastEvent) return draft
  const mark: PendingMark = result === undefined ? 'onPhone' : 'received'
  const context = contextFor(draft.state, command)
  const decision = decide(draft.state, command, context)
  if (!isRejection(decision)) return withEvents(draft, command, decision, context, mark)
  const stuck = { ...draft, stuck: [...draft.stuck, { command, mark, rejection: decision }], marks: [...draft.marks, mark] }
  return draft.state === undefined && command.name === 'submit' ? withEvents(stuck, command, [plainSubmitted(command)], context, mark) : stuck
}

/** A request that was not taken is still what its writer wrote; any other refused command has no effect. */
function withRefused(draft: Draft, command: PendingCommand, contextFor: ContextFor): Draft {
  if (command.name !== 'submit' || draft.state !== undefined) return draft
  return withEvents(draft, command, [plainSubmitted(command)], contextFor(undefined, command), 'onPhone')
}

function withEvents(draft: Draft, command: PendingCommand, decided: readonly NewEvent[], { actor }: Context, pending: PendingMark): Draft {
  const { mid, requestId, at } = command
  const last = draft.state?.lastEvent ?? 0
  const events = decided
    .filter(event => event.stream === 'shared')
    .map((event, index): ShownEvent => ({ ...event, requestId, mid, index, at, number: last + index + 1, by: authorOf(actor), pending }))
  return {
    ...draft,
    state: events.reduce<RequestState>(evolve, draft.state),
    events: [...draft.events, ...events],
    marks: [...draft.marks, pending],
  }
}

function finish({ state, events, stuck, marks }: Draft): Projected | undefined {
  const pending = marks.includes('onPhone') ? 'onPhone' : marks[0]
  return state && { request: state, events, stuck, ...(pending ? { pending } : {}) }
}
