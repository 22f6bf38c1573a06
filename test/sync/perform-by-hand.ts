import type { WireCommand } from '#protocol/command.ts'
import type { PushAnswer } from '#protocol/messages.ts'
import type { CommandResult } from '#protocol/results.ts'
import { guestCredential } from '#protocol/session.ts'
import { needArgs } from '../server/device.ts'
import { makeRandom } from './platform/random.ts'
import type { Step } from './step.ts'
import type { World } from './world.ts'

/** What the stranger was told of each `seq`: the server has to stand by it. `unheard`: sent, and no answer came; sent again before anything else. */
export type Stranger = { told: { mid: string, result: CommandResult }[], requestId: string, unheard?: Attempt | undefined }
type Attempt = { command: Partial<WireCommand>, isDependent: boolean }

const idOf = (world: World, dice: number) => {
  const hex = Buffer.from(makeRandom(world.seed * 31 + dice).bytes(16)).toString('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20)}`
}

/**
 * A client that no app of ours would be: leaves numbers out, says other things under old numbers, depends on what was refused. What the
 * server has to answer is known beforehand.
 */
export async function pushByHand(world: World, { dice }: Step): Promise<void> {
  const { server } = world
  if (world.strangerIsGone) return
  if (!server.isUp()) await server.start()
  const random = makeRandom(dice)
  const stranger = world.stranger ??= { told: [], requestId: idOf(world, 4) }
  const [sender, authorization] = [idOf(world, 3), guestCredential(idOf(world, 1), idOf(world, 2), 'c'.repeat(64))]
  const post = (path: string, body: unknown) => server.request(path, { method: 'POST', headers: { authorization, 'content-type': 'application/json' }, body: JSON.stringify(body) })
  let nextId = dice + 10
  const push = async (command: Partial<WireCommand>) => {
    const body = { sender, epoch: server.installation.epoch, commands: [{ mid: idOf(world, nextId++), requestId: stranger.requestId, v: 1, at: 0, args: {}, ...command }] }
    const answer = await post('/api/sync/push', body)
    return answer && { status: answer.status, body: await answer.json() as PushAnswer & { error?: { code: string } } }
  }
  const wrong = (what: string, answer: unknown) => { world.troubles.push(`a stranger's ${what} was answered ${JSON.stringify(answer)}`) }

  await post('/api/sync/hello', { sender, language: 'en', versions: [2] })
  for (let visit = 0; visit < 6; visit++) await pushOne(visit)

  async function pushOne(visit: number): Promise<void> {
    if (stranger.unheard) return send(stranger.unheard)
    const next = stranger.told.length + 1
    const message = { name: 'postMessage' as const, args: { text: `Stranger ${dice} ${visit}` } }
    if (stranger.told.length > 0 && random.chance(0.5)) {
      const seq = 1 + random.below(stranger.told.length)
      const known = stranger.told[seq - 1]!
      const other = await push({ seq, ...message })
      if (other && (other.status !== 409 || other.body.error?.code !== 'forked')) wrong('other words under an old number', other)
      const again = await push({ seq, mid: known.mid, ...message })
      const line = again?.body.lines?.[0]
      if (again && (line?.status !== 'already' || JSON.stringify('result' in line && line.result) !== JSON.stringify(known.result))) wrong('repetition', again)
      const gap = await push({ seq: next + 1 + random.below(5), ...message })
      if (gap && (gap.status !== 409 || gap.body.error?.code !== 'gap')) wrong('number too high', gap)
      return
    }
    const failed = stranger.told.findIndex(({ result }) => result.kind !== 'applied') + 1
    const isDependent = failed > 0 && random.chance(0.5)
    const deed = stranger.told.length === 0 ? { name: 'submit' as const, args: needArgs() } : random.chance(0.4) ? { name: 'helped' as const } : message
    return send({ command: { mid: idOf(world, nextId++), seq: next, ...deed, ...(isDependent ? { dependsOn: [failed] } : {}) }, isDependent })
  }

  async function send(attempt: Attempt): Promise<void> {
    stranger.unheard = attempt
    const line = (await push(attempt.command))?.body.lines?.[0]
    if (!line || line.status === 'later') return
    stranger.unheard = undefined
    stranger.told.push({ mid: line.mid, result: line.result })
    if (attempt.isDependent && (line.result.kind !== 'rejected' || line.result.rejection.code !== 'dependency')) wrong('dependent command', line)
  }
}
