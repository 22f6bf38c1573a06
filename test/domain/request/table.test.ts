import { describe, expect, it } from 'vitest'
import { paths } from '#domain/catalog/service.ts'
import { roles, type Actor } from '#domain/request/actor.ts'
import { commandNames } from '#domain/request/command.ts'
import { permissionFor } from '#domain/request/permissions.ts'
import type { RequestRow, RequestState } from '#domain/request/row.ts'
import { states } from '#domain/request/states.ts'
import { table, type Rule } from '#domain/request/table.ts'
import { submitted } from './example-histories.ts'
import { client, guest, onlooker, staff, time } from './example-shop.ts'
import { expectedRules, whereTo } from './expected-table.ts'

const sorted = (words: readonly string[]) => [...words].sort()

const asExpected = (command: string) => (rule: Rule) => ({
  command, from: rule.from === 'none' ? rule.from : sorted(rule.from), to: sorted(typeof rule.to === 'string' ? [rule.to] : rule.to),
  by: sorted(rule.by), paths: sorted(rule.paths), isDecision: rule.isDecision ?? false,
})

const pairs = roles.flatMap((role, index) => roles.slice(index + 1).map(other => staff(role, other)))
const everybody: Actor[] = [client, guest, onlooker, time, staff(), ...roles.map(role => staff(role)), ...pairs, staff(...roles)]

describe('the table', () => {
  it('says what the design says, rule by rule', () => {
    for (const command of commandNames) {
      const expected = expectedRules.filter(rule => rule.command === command)
        .map(rule => ({ ...rule, from: rule.from === 'none' ? rule.from : sorted(rule.from), to: sorted(rule.to), by: sorted(rule.by), paths: sorted(rule.paths) }))
      expect(table[command].map(asExpected(command))).toEqual(expected)
    }
    expect(sorted([...new Set(expectedRules.map(rule => rule.command))])).toEqual(sorted(commandNames))
  })

  it('allows every command in every state, on every path, to exactly those whom the design names', () => {
    const wrong: unknown[] = []
    let allowed = 0
    const check = (request: RequestState, who: string) => {
      for (const command of commandNames) {
        for (const actor of everybody) {
          for (const isRecorded of [false, true]) {
            const isAllowed = permissionFor(request, command, actor, isRecorded) === 'yes'
            if (isAllowed !== (whereTo(request, command, actor, isRecorded) !== undefined)) wrong.push([who, command, actor, isRecorded, isAllowed])
            if (isAllowed) allowed++
          }
        }
      }
    }
    check(undefined, 'before anything')
    for (const path of paths) for (const state of states) check({ ...submitted.row, path, state } satisfies RequestRow, `${path} ${state}`)
    expect(wrong).toEqual([])
    expect(allowed).toBeGreaterThan(5_000)
  })

  it('tells one for whom it is too late from one who may not', () => {
    expect(permissionFor(submitted.row, 'accept', client)).toBe('not-now')
    expect(permissionFor(submitted.row, 'take', client)).toBe('not-you')
    expect(permissionFor(submitted.row, 'take', staff('support'))).toBe('yes')
    expect(permissionFor(submitted.row, 'cancel', staff('support'), true)).toBe('not-you')
  })
})
