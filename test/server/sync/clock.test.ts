import { randomUUID } from 'node:crypto'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { fold } from '#domain/request/evolve.ts'
import type { RequestEvent } from '#domain/request/event.ts'
import { dayMs, hourMs } from '#server/jobs/job.ts'
import { runDueJobs } from '#server/jobs/run-jobs.ts'
import { describeOnBoth } from '../databases.ts'
import { makeDevice, needArgs } from '../device.ts'
import { makeInstallation, type TestInstallation } from '../make-installation.ts'

const yearMs = 365 * dayMs

describeOnBoth('A server whose clock jumps', kind => {
  let server: TestInstallation
  beforeEach(async () => { server = await makeInstallation(kind) })
  afterEach(() => server.stop())

  it('[S24] [S46] fault 33: keeps the order of writing, and a device that was away misses nothing', async () => {
    const device = makeDevice(server)
    await device.hello()
    const requestId = randomUUID()
    const texts: string[] = []
    let cursor = 0
    const pulled: RequestEvent[] = []
    for (const [index, jumpMs] of [0, 3 * yearMs, -9 * yearMs, dayMs, -dayMs, 0].entries()) {
      server.clock.now += jumpMs
      const text = `Words ${index}`
      const command = index === 0 ? device.command('submit', { requestId, args: needArgs() }) : device.command('postMessage', { requestId, args: { text } })
      if (index > 0) texts.push(text)
      expect((await device.push(command)).body.lines[0]).toMatchObject({ result: { kind: 'applied', event: index + 1 } })
      expect((await device.push(command)).body.lines[0], 'again').toMatchObject({ status: 'already', result: { kind: 'applied', event: index + 1 } })
      if (index % 2) continue
      const page = await device.pullAll(cursor)
      expect(page).not.toHaveProperty('reset')
      pulled.push(...page.puts.filter(put => put.kind === 'event').map(put => put.body as RequestEvent))
      cursor = page.next
    }
    const { puts } = await device.pullAll(cursor)
    pulled.push(...puts.filter(put => put.kind === 'event').map(put => put.body as RequestEvent))
    expect(pulled.map(event => event.number)).toEqual([1, 2, 3, 4, 5, 6])
    expect(pulled.slice(1).map(({ body }) => 'text' in body && body.text)).toEqual(texts)
    const row = (await device.pullAll()).puts.find(put => put.kind === 'request')
    expect(fold(pulled)).toEqual(row?.body)
  })

  it('fault 33: does its jobs at their times again once the clock is right, however far ahead it was', async () => {
    let runs = 0
    const jobs = [{ name: 'count', everyMs: hourMs, run: async () => { runs++ } }]
    server.clock.now += yearMs
    await runDueJobs(server.installation, { jobs })
    server.clock.now -= yearMs
    await runDueJobs(server.installation, { jobs })
    expect(runs).toBe(2)
    await runDueJobs(server.installation, { jobs })
    server.clock.now += hourMs - 1
    await runDueJobs(server.installation, { jobs })
    expect(runs, 'not before its time').toBe(2)
  })
})
