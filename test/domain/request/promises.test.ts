import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { roles, type Actor } from '#domain/request/actor.ts'
import type { CommandName } from '#domain/request/command.ts'
import type { Line } from '#domain/request/commands/parts.ts'
import type { EventBody } from '#domain/request/event.ts'
import { nextStep, type StepKey } from '#domain/request/next-step.ts'
import { permissionFor } from '#domain/request/permissions.ts'
import type { RequestRow } from '#domain/request/row.ts'
import { isEnded, stages } from '#domain/request/states.ts'
import { stepsOf } from '#domain/request/steps.ts'
import { battery, calendar, client, staff, time } from './example-shop.ts'
import { play } from './random-history.ts'
import { runs, runTimeoutMs, seed } from './runs.ts'

const seeds = fc.array(fc.integer(), { minLength: 1, maxLength: 40, size: 'max' })
/** Calls `check` with every row of hundreds of histories. */
const forAllRows = (check: (row: RequestRow) => void) =>
  fc.assert(fc.property(seeds, numbers => {
    for (const { after } of play(numbers)) if (after.state) check(after.state)
  }), runs())

/** How each next step is taken: one of these must be open to whom it names. */
const commandsByStep: Record<StepKey, CommandName[]> = {
  read: ['take', 'answerQuestion'], yourAnswer: ['answer'], didItHelp: ['helped'], prepareProposal: ['propose'], yourChoice: ['chooseOption'],
  yourYes: ['agree'], begin: ['start'], work: ['finish'], wait: ['resume'], yourYesToChange: ['acceptChange'], check: ['check'],
  yourAcceptance: ['accept'], underWarranty: ['close'], claim: ['start'], evaluate: ['evaluate'], over: ['close'], chooseTime: ['confirmTime'], settle: ['settleObjection'],
}
const actorByTurn: Record<'business' | 'client' | 'nobody', Actor> = { business: staff(...roles), client, nobody: time }
const promised: StepKey[] = ['read', 'yourChoice', 'yourYes', 'prepareProposal', 'begin', 'work', 'claim', 'underWarranty']

const sum = (lines: readonly Line[]) => lines.reduce((total, line) => total + line.amount, 0)

/** The sums of a history, worked out from its events alone. */
class Ledger {
  agreed: Line[] = []
  total = 0
  most = 0
  offers = new Map<string, Line[]>()

  take(body: EventBody) {
    switch (body.type) {
      case 'proposalOffered':
        for (const { id, lines, most } of body.options) {
          this.offers.set(`${body.revision} ${id}`, lines)
          if (most !== undefined) expect(most).toBeGreaterThanOrEqual(sum(lines))
        }
        return
      case 'optionChosen':
        expect(body.total).toBe(sum(this.taken(body.revision, body.optionId, body.lines)))
        expect(body.most).toBeGreaterThanOrEqual(body.total)
        return
      case 'agreed':
        expect(body.total).toBe(sum(body.lines))
        expect(body.most).toBeGreaterThanOrEqual(body.total)
        expect(this.offers.get(`${body.revision} ${body.optionId}`)).toEqual(expect.arrayContaining(body.lines))
        Object.assign(this, { agreed: body.lines, total: body.total, most: body.most })
        return
      case 'changeAccepted':
        expect(body.total).toBe(sum(body.lines))
        Object.assign(this, { agreed: [...this.agreed, ...body.lines], total: this.total + body.total, most: this.most + body.total })
        return
      case 'workFinished': this.finish(body.lines, body.total)
    }
  }

  taken(revision: number, optionId: string, picked: readonly string[]): Line[] {
    return (this.offers.get(`${revision} ${optionId}`) ?? []).filter(line => !line.optional || picked.includes(line.id))
  }

  /** From the agreed total to the final cost lead the lines that differ, each with a reason of its own. */
  finish(lines: Line[], total: number) {
    expect(total).toBe(sum(lines))
    expect(total).toBeLessThanOrEqual(this.most)
    expect(sum(this.agreed)).toBe(this.total)
    const agreedById = new Map(this.agreed.map(line => [line.id, line]))
    const differing = lines.filter(line => agreedById.get(line.id)?.amount !== line.amount)
    const difference = differing.reduce((all, line) => all + line.amount - (agreedById.get(line.id)?.amount ?? 0), 0)
    expect(this.total + difference).toBe(total)
    for (const line of differing) expect([line.why, line.why === agreedById.get(line.id)?.why]).toEqual([expect.stringMatching(/\S/), false])
  }
}

describe(`in any history (seed ${seed})`, { timeout: runTimeoutMs }, () => {
  it('every open request has a next step with somebody who can take it, and a moment where one was promised', () => {
    const seen = new Set<StepKey>()
    forAllRows(row => {
      const { who, key, by } = nextStep(row, { standard: battery.standard, calendar })
      seen.add(key)
      if (isEnded(row.state) && (key === 'over' || key === 'evaluate')) return
      if (who === 'nobody') expect(row.state).toBe('accepted')
      const isPossible = commandsByStep[key].some(name => permissionFor(row, name, actorByTurn[who]) === 'yes')
      if (!isPossible || (promised.includes(key) && !by)) expect([row.path, row.state, key, who, by]).toBe('a next step')
    })
    expect(Object.keys(commandsByStep).filter(key => !seen.has(key as StepKey))).toEqual([])
  })

  it('totals are the sums of their lines, and the final cost is the agreed one but for explained differences below the most', () => {
    const seen = new Set<string>()
    fc.assert(fc.property(seeds, numbers => {
      const ledger = new Ledger()
      for (const { body } of play(numbers).at(-1)?.after.shared ?? []) {
        seen.add(body.type)
        ledger.take(body)
      }
    }), runs(800))
    expect([...seen]).toEqual(expect.arrayContaining(['proposalOffered', 'optionChosen', 'agreed', 'changeAccepted', 'workFinished']))
  })

  it('shows all eight stages, ticks none that comes after one not reached, and points at no more than one', () => {
    forAllRows(row => {
      const steps = stepsOf(row)
      const statuses = steps.map(step => step.status).filter(status => status !== 'notNeeded')
      const firstOpen = statuses.findIndex(status => status !== 'done')
      const isGood = steps.map(step => step.stage).join() === stages.join()
        && statuses.filter(status => status === 'now').length <= 1
        && (firstOpen < 0 || !statuses.slice(firstOpen, -1).includes('done'))
        && (row.agreement !== undefined || steps.find(step => step.stage === 'execution')?.status !== 'done')
      if (!isGood) expect([row.path, row.state, ...steps]).toBe('steps in order')
    })
  })
})
