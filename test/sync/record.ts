import { sql } from 'kysely'
import { generate } from './generate.ts'
import { perform } from './perform.ts'
import type { StepKind } from './step.ts'
import { endWorld, makeWorld } from './world.ts'

/** One call as the server heard it, at which time of its clock, and what it answered; or the jobs, run by themselves. */
export type Heard =
  | { at: number, kind: 'jobs' }
  | { at: number, kind: 'call', path: string, method: string, headers: Record<string, string>, body?: string, status: number, answer: string }
/** Everything that the server of one world heard, with the names that another server has others for. */
export type Trace = { seed: number, epoch: string, staffId: string, heard: Heard[] }

/** What no other server could repeat: its own crashes, what only its database knows, and codes sent by mail. */
const unrepeatable: readonly StepKind[] = ['killServer', 'killServerAt', 'backUp', 'restoreServer', 'replayParked', 'signIn']

const encode = (body: unknown) => (body instanceof ArrayBuffer || ArrayBuffer.isView(body)
  ? { body: Buffer.from(body instanceof ArrayBuffer ? new Uint8Array(body) : new Uint8Array(body.buffer, body.byteOffset, body.byteLength)).toString('base64') }
  : typeof body === 'string' ? { body: Buffer.from(body).toString('base64') } : {})

/** Lives through a world and writes down what its server heard; bodies in base64. */
export async function recordTrace(seed: number, steps: number, tabCode: string): Promise<Trace> {
  const world = await makeWorld(seed, tabCode)
  const { server, load } = world
  load.isHigh = false
  const { installation: { epoch, db, now }, staffId } = server
  await sql`drop trigger poison`.execute(db)
  const heard: Heard[] = []
  server.onCall = (path, init, { status, answer }) => {
    heard.push({ at: now(), kind: 'call', path, method: init.method ?? 'GET', headers: Object.fromEntries(new Headers(init.headers)), ...encode(init.body), status, answer })
  }
  try {
    for (const step of generate(seed, steps)) {
      if (unrepeatable.includes(step.kind)) continue
      if (step.kind === 'jobs') heard.push({ at: now(), kind: 'jobs' })
      await perform(world, step)
    }
  } finally {
    await endWorld(world)
  }
  return { seed, epoch, staffId, heard }
}

/** In a process of its own: seed, how many worlds, steps. */
if (process.argv[1]?.endsWith('record.mjs')) {
  const [seed, count, steps] = process.argv.slice(2).map(Number)
  for (let index = 0; index < count!; index++) process.send!(await recordTrace(seed! + index, steps!, new URL('./tab-code.mjs', import.meta.url).href))
  process.disconnect()
}
