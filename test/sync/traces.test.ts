import { fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { sessionCookie } from '#server/identity/cookies.ts'
import { createSession } from '#server/identity/session-repository.ts'
import { runDueJobs } from '#server/jobs/run-jobs.ts'
import type { DatabaseKind } from '#server/db/database.ts'
import { makeInstallation, type TestInstallation } from '../server/make-installation.ts'
import { openShop } from '../server/small-shop.ts'
import { bundle } from './bundle.mjs'
import type { Heard, Trace } from './record.ts'

const isLong = process.env.SERVUS_LONG !== undefined
const seed = Number(process.env.SERVUS_SEED ?? 4_100)
const worlds = isLong ? 60 : 3
const steps = isLong ? 60 : 30

async function record(): Promise<Trace[]> {
  const recorder = fileURLToPath(await bundle('record'))
  const traces: Trace[] = []
  await new Promise<void>((resolve, reject) => {
    const child = fork(recorder, [String(seed), String(worlds), String(steps)])
    child.on('message', trace => { traces.push(trace as Trace) })
    child.on('exit', code => (code === 0 ? resolve() : reject(new Error(`the recorder ended with ${code}`))))
  })
  return traces
}

/** Snapshots carry the epoch in their addresses; what they hold never changes here. */
const isRepeatable = (heard: Heard) => heard.kind === 'jobs' || !heard.path.startsWith('/api/content')

const lineOf = (path: string, status: number, answer: string) => `${path} ${status} ${answer}`

/** A fresh one for each call, as years may go by. */
async function cookieOf({ installation, clock }: TestInstallation, staff: string): Promise<string> {
  return sessionCookie('desk', false, await createSession(installation.db, { audience: 'desk', staff }, clock.now)).split(';')[0]!
}

/** What another server says to the same calls, at the same times. */
async function replay(trace: Trace, kind: DatabaseKind): Promise<string[]> {
  const server = await makeInstallation(kind)
  try {
    await openShop(server.installation)
    server.clock.now = trace.heard[0]?.at ?? server.clock.now
    const alex = await server.hireStaff('Alex', ['reception', 'executor', 'support', 'manager'])
    const names = [[trace.epoch, server.installation.epoch], [trace.staffId, alex.id]] as const
    const toHere = (text: string) => names.reduce((whole, [there, here]) => whole.replaceAll(there, here), text)
    const toThere = (text: string) => names.reduce((whole, [there, here]) => whole.replaceAll(here, there), text)
    const answers: string[] = []
    for (const heard of trace.heard.filter(isRepeatable)) {
      server.clock.now = heard.at
      if (heard.kind === 'jobs') {
        await runDueJobs(server.installation)
        continue
      }
      const { path, method, headers, body } = heard
      const bytes = body === undefined ? undefined : Buffer.from(body, 'base64')
      const isText = !path.startsWith('/api/files/')
      const answer = await server.request(path, {
        method, headers: path.startsWith('/api/desk/') ? { ...headers, cookie: await cookieOf(server, alex.id) } : headers,
        ...(bytes ? { body: isText ? toHere(bytes.toString()) : new Uint8Array(bytes) } : {}),
      })
      answers.push(lineOf(path, answer.status, toThere(await answer.text())))
    }
    return answers
  } finally {
    await server.stop()
  }
}

it(`gives the same answers on SQLite and PostgreSQL to what the servers of ${worlds} worlds heard, from seed ${seed}`, async () => {
  for (const trace of await record()) {
    const recorded = trace.heard.filter(isRepeatable).flatMap(heard => (heard.kind === 'call' ? [lineOf(heard.path, heard.status, heard.answer)] : []))
    expect(recorded.length, `seed ${trace.seed} has something to repeat`).toBeGreaterThan(0)
    expect(await replay(trace, 'sqlite'), `seed ${trace.seed} on SQLite`).toEqual(recorded)
    expect(await replay(trace, 'postgres'), `seed ${trace.seed} on PostgreSQL`).toEqual(recorded)
  }
}, isLong ? 1_800_000 : 300_000)
