import type { Actor } from '#domain/request/actor.ts'
import { argsFor, pickCommand } from '../server/sync/random-steps.ts'
import { makeRandom } from './platform/random.ts'
import { diceOf } from './perform-write.ts'
import type { Step } from './step.ts'
import type { World } from './world.ts'

const staffRoles = ['reception', 'executor', 'support', 'manager'] as const

/** Somebody at the desk does something on one of the requests; their own notes are secret. */
export async function actAtDesk(world: World, { dice, name: wanted }: Step & { kind: 'desk' }): Promise<void> {
  const { server, ledger } = world
  if (!server.isUp()) await server.start()
  const random = makeRandom(dice)
  const { requests } = world.look()
  if (requests.length === 0) return
  const { id, account, body: row } = random.pick(requests)
  const step = diceOf(dice)
  const actor: Actor = { kind: 'staff', id: server.staffId, name: 'Alex', roles: staffRoles }
  const isSecret = wanted === undefined && random.chance(0.2)
  const name = wanted ?? (isSecret ? 'note' : pickCommand(step, row, actor))
  const secret = `desk secret ${dice}`
  if (isSecret) ledger.secrets.push(secret)
  const args = isSecret ? { text: secret } : argsFor(name, step, row, world.time.now() + world.serverClock.skewMs, server.staffId)
  const body = { mid: step.ids[0], account, requestId: id, name, args, expectedVersion: row.lastEvent - (step.isStale && wanted === undefined ? 1 : 0) }
  const init = { method: 'POST', headers: await server.deskHeaders(), body: JSON.stringify(body) }
  const answers = [await server.request('/api/desk/commands', init), random.chance(0.2) ? await server.request('/api/desk/commands', init) : undefined]
  for (const answer of answers) if (answer && answer.status >= 500) world.troubles.push(`the desk: its ${name} was answered ${answer.status}`)
}
