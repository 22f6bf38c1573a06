import { describe, expect, it } from 'vitest'
import type { Path } from '#domain/catalog/service.ts'
import { commandNames } from '#domain/request/command.ts'
import { isEnded, states, type State } from '#domain/request/states.ts'
import { whereTo } from './expected-table.ts'
import type { History } from './history.ts'
import { actorFor, everyGiver, outcome, placeOf, signature, tryOut, walk } from './walk.ts'

const { histories, nextBySignature } = walk()

/** Where a request can stand on each path. What is not here cannot be reached. */
const reachable: Record<Path, readonly State[]> = {
  question: ['submitted', 'clarifying', 'answered', 'closed', 'declined', 'cancelled'],
  quick: ['agreeing', 'agreed', 'inProgress', 'paused', 'changeOffered', 'delivered', 'accepted', 'claimed', 'closed', 'declined', 'refused', 'cancelled'],
  full: states.filter(state => state !== 'answered'),
}

/** Allowed by the table, and refused all the same: silence is no yes as long as no service says that it is. */
const neverTaken = ['accept delivered quick time', 'accept delivered full time']

/** All situations from which `isGoal` can be reached. */
function leadingTo(isGoal: (history: History) => boolean): Set<string> {
  const found = new Set(histories.filter(isGoal).map(signature))
  for (let size = -1; size !== found.size;) {
    size = found.size
    for (const [from, followers] of nextBySignature) if ([...followers].some(next => found.has(next))) found.add(from)
  }
  return found
}

describe('a walk along every path', () => {
  it('comes to every state of the path, and to no other', () => {
    const expected = Object.entries(reachable).flatMap(([path, known]) => known.map(state => `${path} ${state}`))
    expect([...new Set(histories.map(placeOf))].sort()).toEqual(expected.sort())
  })

  it('finds no dead end: from every open state the request can be brought to a good end', () => {
    const hopeful = leadingTo(({ row }) => row.state === 'closed')
    expect(histories.filter(({ row }) => !isEnded(row.state)).map(signature).filter(one => !hopeful.has(one))).toEqual([])
  })

  it('finds that every open state can also be left at once, by a client or by staff', () => {
    const stuck = histories.filter(history => !isEnded(history.row.state) && !commandNames.some(name => everyGiver.some(giver => {
      const after = giver === 'time' ? undefined : outcome(history, name, giver)
      return after && placeOf(after) !== placeOf(history)
    })))
    expect(stuck.map(signature)).toEqual([])
  })

  it('takes every command that the table allows, from each who may give it, and ends where the table says', () => {
    const taken = new Set<string>()
    const allowed = new Set<string>()
    for (const history of histories) {
      const { state, path } = history.row
      for (const name of commandNames) {
        for (const giver of everyGiver) {
          for (const isRecorded of [false, true]) {
            const to = whereTo(history.row, name, actorFor(giver), isRecorded)
            if (!to) continue
            const cell = `${name} ${state} ${path} ${giver}${isRecorded ? ' recorded' : ''}`
            allowed.add(cell)
            const after = outcome(history, name, giver, isRecorded)
            if (!after) continue
            taken.add(cell)
            if (to.includes('back')) expect([cell, history.row.returnTo ?? history.row.claimFrom]).toEqual([cell, after.row.state])
            else expect([cell, to.includes('same') ? state : to]).toEqual([cell, to.includes('same') ? after.row.state : expect.arrayContaining([after.row.state])])
          }
        }
      }
    }
    expect([...allowed].filter(cell => !taken.has(cell)).sort()).toEqual(neverTaken.sort())
    expect(taken.size).toBeGreaterThan(1_500)
  })

  it('refuses everything else, by name', () => {
    for (const history of histories) {
      for (const name of commandNames) {
        for (const giver of everyGiver) {
          for (const isRecorded of [false, true]) {
            if (whereTo(history.row, name, actorFor(giver), isRecorded)) continue
            expect(['not-allowed-now', 'not-allowed-for-you']).toContain(tryOut(history, name, actorFor(giver), isRecorded))
          }
        }
      }
    }
  })
})
