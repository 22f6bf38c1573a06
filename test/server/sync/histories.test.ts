import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Actor } from '#domain/request/actor.ts'
import type { RequestEvent } from '#domain/request/event.ts'
import { fold } from '#domain/request/evolve.ts'
import type { RequestRow } from '#domain/request/row.ts'
import { states, type State } from '#domain/request/states.ts'
import type { DeskItem } from '#protocol/desk.ts'
import type { ContentPage } from '#protocol/messages.ts'
import { type DeskPerson, makeDeskPerson } from '../desk-person.ts'
import { type Device, makeDevice } from '../device.ts'
import { makeInstallation, type TestInstallation } from '../make-installation.ts'
import { openShop } from '../small-shop.ts'
import { argsFor, pickCommand, type Step, steps } from './random-steps.ts'

const seed = 20_261_122
const staffRoles = ['reception', 'executor', 'support', 'manager'] as const

type World = { server: TestInstallation, device: Device, alex: DeskPerson }

const worlds: World[] = []
const reached = new Set<State>()
let runs = 0

beforeAll(async () => {
  for (const kind of ['sqlite', 'postgres'] as const) {
    const server = await makeInstallation(kind)
    await openShop(server.installation)
    worlds.push({ server, device: makeDevice(server), alex: await makeDeskPerson(server, 'Alex', staffRoles) })
  }
})
afterAll(async () => { for (const { server } of worlds) await server.stop() })

const idFrom = (text: string) => {
  const hex = createHash('sha256').update(text).digest('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}

/** The same account in both worlds, so that answers can be compared as they are. */
async function startAccount(name: string) {
  for (const world of worlds) {
    const ids = { account: idFrom(`${name} account`), member: idFrom(`${name} member`), secret: 'b'.repeat(64) }
    world.device = makeDevice(world.server, ids, idFrom(`${name} sender`))
    await world.device.hello()
    await world.server.installation.db.updateTable('member').set({ is_confirmed: 1 }).where('id', '=', ids.member).execute()
  }
}

/** What differs between the worlds by nature: ids of staff, and of databases. */
function comparable({ server, alex }: World, answer: unknown): unknown {
  return JSON.parse(JSON.stringify(answer).replaceAll(alex.id, 'alex').replaceAll(server.installation.epoch, 'epoch'))
}

async function storedRow({ server, device }: World, id: string): Promise<RequestRow | undefined> {
  const found = await server.installation.db.selectFrom('request').select('body').where('account_id', '=', device.account).where('id', '=', id).executeTakeFirst()
  return found && JSON.parse(found.body) as RequestRow
}

/** Carries one step out in one world, and answers all that its caller was told. */
async function carryOut(world: World, step: Step, requestId: string): Promise<unknown> {
  const { server: { clock }, device, alex } = world
  clock.now += 1 + (step.dice % 3_000)
  const row = await storedRow(world, requestId)
  if (row) reached.add(row.state)
  const isClient = step.side === 'client' || !row
  const actor: Actor = isClient
    ? { kind: 'member', id: device.member, name: 'A client', confirmed: true, mayDecide: true }
    : { kind: 'staff', id: alex.id, name: alex.name, roles: staffRoles }
  const name = pickCommand(step, row, actor)
  const args = argsFor(name, step, row, clock.now, alex.id)
  const [mid] = step.ids
  if (!isClient) {
    const parts = { mid, args, expectedVersion: (row?.lastEvent ?? 0) - (step.isStale ? 1 : 0) }
    const first = await alex.give(name, requestId, parts)
    return [first.body, step.isRepeated && (await alex.give(name, requestId, parts)).body]
  }
  const command = device.command(name, { requestId, args, mid })
  const first = await device.push(command)
  const again = step.isRepeated ? await device.push(command) : undefined
  if (again) expect(resultOf(again.body.lines[0])).toEqual(resultOf(first.body.lines[0]))
  return [first.body, again?.body]
}

const resultOf = (line: object | undefined) => line && 'result' in line ? line.result : line

async function checkRequest(world: World, requestId: string): Promise<RequestEvent[]> {
  const row = await storedRow(world, requestId)
  if (!row) return []
  reached.add(row.state)
  const { item, events } = await world.alex.open(requestId)
  const shared = events.filter(event => event.stream === 'shared')
  expect(fold(shared)).toEqual(row)
  expect(item.request).toEqual(row)
  expect(shared.map(event => event.number)).toEqual(shared.map((_, index) => index + 1))
  return events
}

it('[S51] [S52] Random histories fold to the stored row, and both databases answer the same', async () => {
  await fc.assert(fc.asyncProperty(steps, async history => {
    const name = `run ${runs++}`
    await startAccount(name)
    const requestIds = [0, 1].map(index => idFrom(`${name} request ${index}`))
    for (const step of history) {
      const [one, other] = [await carryOut(worlds[0]!, step, requestIds[step.target]!), await carryOut(worlds[1]!, step, requestIds[step.target]!)]
      expect(comparable(worlds[0]!, one)).toEqual(comparable(worlds[1]!, other))
    }
    const told: unknown[] = []
    for (const world of worlds) {
      const events: RequestEvent[][] = []
      for (const requestId of requestIds) events.push(await checkRequest(world, requestId))
      const { items, counts } = await world.alex.list('?view=all') as { items: DeskItem[], counts: unknown }
      const { page } = await (await world.server.request('/api/content/pub')).json() as ContentPage
      told.push(comparable(world, [page, await world.device.pullAll(), (await world.device.pull()).results, events, items, counts]))
      checkSight(events.flat(), await world.device.pullAll())
    }
    expect(told[0]).toEqual(told[1])
  }), { seed, numRuns: 10 })
  expect(states.filter(state => !reached.has(state)).length, 'states that no history came to').toBeLessThan(6)
})

/** The client's device holds every shared event and nothing of the desk's. */
function checkSight(events: readonly RequestEvent[], { puts }: { puts: { kind: string, body: unknown }[] }) {
  const seen = puts.filter(put => put.kind === 'event').map(put => put.body as RequestEvent)
  expect(seen.map(event => `${event.mid} ${event.index}`).toSorted()).toEqual(events.filter(event => event.stream === 'shared').map(event => `${event.mid} ${event.index}`).toSorted())
}
