import { describe, expect, it } from 'vitest'
import { decide } from '#domain/request/decide.ts'
import type { Command } from '#domain/request/command.ts'
import type { Context } from '#domain/request/context.ts'
import { fold } from '#domain/request/evolve.ts'
import type { RequestEvent } from '#domain/request/event.ts'
import { isRejection } from '#domain/request/rejection.ts'
import { project, type BaseRequest, type PendingCommand } from '#local/project.ts'

const id = '018f0000-0000-7000-8000-000000000001'
const actor: Context['actor'] = { kind: 'member', id: 'ada', name: 'Ada', confirmed: true, mayDecide: true }
const context: Context = { actor, now: 1_000, termsIdByHash: {} }
const staff: Context = { ...context, actor: { kind: 'staff', id: 'rita', name: 'Rita', roles: ['reception', 'manager'] } }

const submitted: Command = { name: 'submit', args: { path: 'full', title: 'Tap', text: 'It drips', language: 'en', contact: { name: 'Ada' } } }
const said = (text: string): Command => ({ name: 'postMessage', args: { text } })

/** What the server has, after these commands. */
function served(...given: [mid: string, command: Command, by?: Context][]): RequestEvent[] {
  const events: RequestEvent[] = []
  for (const [mid, command, by = context] of given) {
    const decided = decide(fold(events), command, by)
    if (isRejection(decided)) throw new Error(decided.code)
    for (const [index, event] of decided.entries()) {
      events.push({ ...event, requestId: id, mid, index, number: events.length + 1, at: 500, by: by.actor.kind === 'time' ? by.actor : { kind: by.actor.kind, id: by.actor.id, name: by.actor.name } })
    }
  }
  return events
}
const baseOf = (events: RequestEvent[], upTo = events.length): BaseRequest => ({ id, row: fold(events.slice(0, upTo))!, events })

let order = 0
const pendingOf = (mid: string, command: Command, more: Partial<PendingCommand> = {}): PendingCommand =>
  ({ ...command, mid, requestId: id, order: ++order, sender: 's', seq: order, at: 900, state: 'queued', changedAt: 900, ...more }) as PendingCommand
const applied = (event?: number): Partial<PendingCommand> => ({ state: 'applied', result: { kind: 'applied', scopes: {}, ...(event === undefined ? {} : { event }) } })

const show = (base: BaseRequest[], pending: PendingCommand[]) => project(base, pending, () => context)
const mids = (shown: ReturnType<typeof show>) => shown.flatMap(request => request.events.map(event => event.mid))

describe('project', () => {
  it('[S90] shows a request that only this device knows, as its own rules make it', () => {
    const [request] = show([], [pendingOf('a', submitted), pendingOf('b', said('hello'))])
    expect(request).toMatchObject({ pending: 'onPhone', stuck: [], request: { id, title: 'Tap', state: 'submitted', lastEvent: 2, messages: { count: 1 } } })
    expect(request!.events).toMatchObject([{ number: 1, at: 900, pending: 'onPhone', by: { kind: 'member', id: 'ada' } }, { number: 2, pending: 'onPhone' }])
  })

  it('[S90] leaves the server\'s word alone where nothing is pending', () => {
    const base = baseOf(served(['a', submitted]))
    expect(show([base], [])).toEqual([{ request: base.row, events: base.events, stuck: [] }])
  })

  it('shows a command that the server has accepted until it is in the base, marked as received', () => {
    const [request] = show([baseOf(served(['a', submitted]))], [pendingOf('b', said('hello'), applied(2))])
    expect(request!.events.map(event => [event.mid, event.pending])).toEqual([['a', undefined], ['b', 'received']])
    expect(request!.pending).toBe('received')
  })

  it('names the least certain of several marks', () => {
    const [request] = show([baseOf(served(['a', submitted]))], [pendingOf('b', said('1'), applied(2)), pendingOf('c', said('2'))])
    expect(request!.pending).toBe('onPhone')
  })

  it('[S91] shows a command once whose event has come before its answer', () => {
    const base = baseOf(served(['a', submitted], ['b', said('hello')]))
    expect(mids(show([base], [pendingOf('b', said('hello'))]))).toEqual(['a', 'b'])
  })

  it('[S91] leaves out a command whose event the row has reached, though the event itself is not here', () => {
    const events = served(['a', submitted], ['b', said('hello')])
    const [request] = show([{ id, row: fold(events)!, events: [] }], [pendingOf('b', said('hello'), applied(2))])
    expect(request!.request.messages.count).toBe(1)
  })

  it('folds events onto a row that lags behind them', () => {
    const events = served(['a', submitted], ['x', said('from the shop'), staff])
    const [request] = show([baseOf(events, 1)], [pendingOf('b', said('hello'))])
    expect(request!.request).toMatchObject({ lastEvent: 3, messages: { count: 2 } })
  })

  it('begins a request from its first event where the row has not come', () => {
    const [request] = show([{ id, events: served(['a', submitted]) }], [pendingOf('a', submitted, applied(1))])
    expect([request!.request.title, mids([request!])]).toEqual(['Tap', ['a']])
  })

  it('keeps the own entry in the thread while the row has run ahead of its events', () => {
    const events = served(['a', submitted], ['b', said('hello')], ['x', said('from the shop'), staff])
    const shown = show([{ id, row: fold(events)!, events: events.slice(0, 1) }], [pendingOf('b', said('hello'), applied(2))])
    expect(mids(shown)).toEqual(['a', 'b'])
  })

  it('[S92] changes nothing for a command that the newer state does not take, and keeps it in its place with its reason', () => {
    const base = baseOf(served(['a', submitted], ['x', { name: 'decline', args: { reason: 'We do not do taps' } }, staff]))
    const [request] = show([base], [pendingOf('b', { name: 'cancel', args: { reason: 'It stopped' } }), pendingOf('c', said('a pity'))])
    expect(request!.stuck).toMatchObject([{ command: { mid: 'b', args: { reason: 'It stopped' } }, mark: 'onPhone', rejection: { code: 'not-allowed-now' } }])
    expect(request!.request.state).toBe('declined')
    expect(mids([request!])).toEqual(['a', 'x', 'c'])
  })

  it('shows a request just as it was written where this device knows less than its writer did', () => {
    const command: Command = { name: 'submit', args: { ...submitted.args, serviceId: 'tap-repair' } as Extract<Command, { name: 'submit' }>['args'] }
    const [request] = show([], [pendingOf('a', command), pendingOf('b', said('hello'))])
    expect(request).toMatchObject({ request: { title: 'Tap', serviceId: 'tap-repair', lastEvent: 2 }, stuck: [{ rejection: { code: 'no-such-service' } }] })
  })

  it('gives a refused command no effect, but still shows a request that was not taken', () => {
    const refused: Partial<PendingCommand> = { state: 'attention', result: { kind: 'rejected', rejection: { code: 'invalid', params: {}, canDo: [] } } }
    expect(show([], [pendingOf('a', submitted, refused)])).toMatchObject([{ request: { title: 'Tap' }, pending: 'onPhone' }])
    const base = baseOf(served(['a', submitted]))
    expect(show([base], [pendingOf('a', submitted, refused)])[0]!.request).toEqual(base.row)
  })
})
