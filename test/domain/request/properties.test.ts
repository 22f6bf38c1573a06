import fc from 'fast-check'
import * as v from 'valibot'
import { describe, expect, it } from 'vitest'
import { argsByCommand, commandNames } from '#domain/request/command.ts'
import type { RequestEvent } from '#domain/request/event.ts'
import { evolve, fold } from '#domain/request/evolve.ts'
import { allowedCommands } from '#domain/request/permissions.ts'
import { isRejection, rejectionCodes } from '#domain/request/rejection.ts'
import type { RequestState } from '#domain/request/row.ts'
import { states } from '#domain/request/states.ts'
import { phone, server } from './example-shop.ts'
import { whereTo } from './expected-table.ts'
import { History } from './history.ts'
import { faults, notJson, oddities } from './legal-row.ts'
import { play, type Turn } from './random-history.ts'
import { runs, runTimeoutMs, seed } from './runs.ts'

const seeds = fc.array(fc.integer(), { minLength: 1, maxLength: 40, size: 'max' })
const lastOf = (turns: Turn[]) => turns.at(-1)?.after ?? new History()

/** Calls `check` with hundreds of random histories of 1 to 40 commands. */
const forAll = (check: (turns: Turn[]) => void, numRuns?: number) => fc.assert(fc.property(seeds, numbers => check(play(numbers))), runs(numRuns))

const json = <Value>(value: Value) => JSON.parse(JSON.stringify(value)) as Value
const isGreater = ({ at }: RequestEvent, number: number) => at % 7 < number

describe(`in any history (seed ${seed})`, { timeout: runTimeoutMs }, () => {
  it('every state and every command comes up', () => {
    const seen = new Set<string | undefined>()
    forAll(turns => {
      for (const { after, command, decision } of turns) {
        if (!v.is(argsByCommand[command.name], command.args)) expect(command).toBe('a command that the wire lets through')
        if (!isRejection(decision)) seen.add(after.state?.state).add(command.name)
      }
    }, 1_200)
    expect([...states, ...commandNames].filter(name => !seen.has(name))).toEqual([])
  })

  it('the fold of any first part of the events is a legal request', () => {
    forAll(turns => {
      expect(turns.flatMap(({ after }) => (after.state ? faults(after.state) : []))).toEqual([])
      let state: RequestState = undefined
      for (const event of lastOf(turns).events) {
        state = evolve(state, event)
        expect(oddities(state)).toEqual([])
      }
    })
  })

  it('folding never throws, whatever is missing, doubled or out of order', () => {
    fc.assert(fc.property(seeds, fc.integer({ min: 1, max: 7 }), fc.boolean(), (numbers, number, isReversed) => {
      const { events } = lastOf(play(numbers))
      const some = events.flatMap(event => (isGreater(event, number) ? [event, event] : []))
      expect(oddities(fold([...events.slice(0, 1), ...isReversed ? some.reverse() : some]))).toEqual([])
    }), runs())
  })

  it('nothing is decided that the table forbids to that person in that state, and it leads where the table says', () => {
    forAll(turns => {
      for (const { before, command, actor, decision, after } of turns) {
        const to = whereTo(before.state, command.name, actor, command.via !== undefined)
        if (isRejection(decision)) continue
        expect([command.name, actor, to]).not.toContain(undefined)
        if (to?.includes('same')) expect([after.row.state, after.row.path]).toEqual([before.row.state, before.row.path])
        else if (!to?.includes('back')) expect(to).toContain(after.row.state)
      }
    })
  })

  it('a refusal says why, and what can be done instead', () => {
    forAll(turns => {
      for (const { before, actor, decision } of turns) {
        if (!isRejection(decision)) continue
        expect(rejectionCodes).toContain(decision.code)
        expect(decision.canDo).toEqual(before.state ? allowedCommands(before.state, actor) : [])
        expect(notJson(decision)).toEqual([])
      }
    })
  })

  it('the row that grew event by event is the fold of the events, also of those that went over a wire', () => {
    forAll(turns => {
      const { events, state } = lastOf(turns)
      expect(notJson(events)).toEqual([])
      expect(fold(events)).toStrictEqual(state)
      expect(fold(json(events))).toStrictEqual(state)
      if (state) expect(json(state)).toStrictEqual(state)
    })
  })

  it('nothing of the desk reaches the shared fold', () => {
    forAll(turns => {
      const { events, shared, state } = lastOf(turns)
      expect(fold(shared)).toStrictEqual(state)
      const types = new Set(events.map(event => `${event.stream} ${event.body.type}`))
      for (const type of ['assigned', 'prioritySet', 'noted']) expect(types).not.toContain(`shared ${type}`)
      expect([...types].filter(type => type.startsWith('desk') && !/assigned|prioritySet|noted/.test(type))).toEqual([])
    })
  })

  it('a command decided twice in the same state gives the same events, and changes nothing that it was given', () => {
    forAll(turns => {
      for (const { before, command, actor, decision } of turns) {
        const given = JSON.stringify([before.state, command])
        expect(JSON.stringify(before.decide(command, actor))).toBe(JSON.stringify(decision))
        expect(JSON.stringify([before.state, command])).toBe(given)
      }
    })
  })

  it('the phone foresees what the server decides, but that a time is only asked for', () => {
    forAll(turns => {
      for (const { before, command, actor } of turns) {
        const [here, there] = [phone, server].map(facts => before.with(facts).decide(command, actor))
        expect(JSON.stringify(here).replace('"isTentative":true', '"isTentative":false')).toBe(JSON.stringify(there))
      }
    })
  })

  it('events of a later version are counted and skipped', () => {
    fc.assert(fc.property(seeds, fc.integer({ min: 1, max: 7 }), fc.jsonValue(), (numbers, number, content) => {
      const { shared, state } = lastOf(play(numbers))
      const later = (event: RequestEvent) => ({ ...event, via: undefined, body: { type: 'somethingNewer', content } }) as unknown as RequestEvent
      const mixed = fold(shared.flatMap(event => (isGreater(event, number) ? [event, later(event)] : [event])))
      expect(mixed).toStrictEqual(state)
      const newest = shared.at(-1)
      if (newest) expect(fold([...shared, { ...later(newest), number: 99, at: newest.at + 1 }])).toStrictEqual({ ...state, lastEvent: 99, updatedAt: newest.at + 1 })
    }), runs())
  })
})
