import { afterAll, beforeAll, expect, it } from 'vitest'
import { allJobs } from '#server/jobs/all-jobs.ts'
import { type Job, minuteMs } from '#server/jobs/job.ts'
import { leaseMs, runDueJobs, startJobs } from '#server/jobs/run-jobs.ts'
import { describeOnBoth } from '../databases.ts'
import { makeInstallation, type TestInstallation } from '../make-installation.ts'

describeOnBoth('Jobs', kind => {
  let server: TestInstallation
  beforeAll(async () => { server = await makeInstallation(kind) })
  afterAll(() => server.stop())

  const counted = (name: string, work: () => Promise<void> = async () => undefined) => {
    const job: Job & { runs: number } = {
      name, everyMs: 60 * minuteMs, runs: 0,
      async run() {
        job.runs++
        await work()
      },
    }
    return job
  }
  const run = (...jobs: Job[]) => runDueJobs(server.installation, { jobs })

  it('run when they are due, and not before', async () => {
    const job = counted('hourly')
    expect(await run(job)).toEqual(['hourly'])
    expect(await run(job)).toEqual([])
    server.clock.now += job.everyMs
    expect(await run(job)).toEqual(['hourly'])
    expect(job.runs).toBe(2)
  })

  it('run once, however many processes look at the same moment', async () => {
    const jobs = ['one', 'two', 'three'].map(name => counted(name))
    const done = await Promise.all(Array.from({ length: 5 }, () => run(...jobs)))
    expect(done.flat().sort()).toEqual(['one', 'three', 'two'])
    expect(jobs.map(job => job.runs)).toEqual([1, 1, 1])
  })

  it('hold up no other where they fail, are tried again sooner than their turn, and are told in the log', async () => {
    let isBroken = true
    const broken = counted('broken', async () => { if (isBroken) throw new Error('no luck') })
    const after = counted('sound')
    expect((await run(broken, after)).sort()).toEqual(['broken', 'sound'])
    expect(server.log.filter(line => line.includes('no luck') && line.includes('"job":"broken"'))).toHaveLength(1)
    expect(await run(broken)).toEqual([])
    server.clock.now += minuteMs
    isBroken = false
    expect(await run(broken)).toEqual(['broken'])
    server.clock.now += minuteMs
    expect(await run(broken)).toEqual([])
  })

  it('are taken over from a process that died in the middle, and not before its time is over', async () => {
    let letGo = () => {}
    const stuck = counted('stuck', () => new Promise<void>(resolve => { letGo = resolve }))
    const first = run(stuck)
    await expect.poll(() => stuck.runs).toBe(1)
    expect(await run(stuck)).toEqual([])
    server.clock.now += leaseMs
    const second = run(stuck)
    await expect.poll(() => stuck.runs).toBe(2)
    letGo()
    expect(await second).toEqual(['stuck'])
    const { lease } = await server.installation.db.selectFrom('job').select('lease').where('name', '=', 'stuck').executeTakeFirstOrThrow()
    expect(lease).toBeNull()
    void first
  })

  it('are waited for when the server stops, and begin by themselves when it starts', async () => {
    let isOver = false
    const job = counted('slow', async () => {
      await new Promise(resolve => setTimeout(resolve, 30))
      isOver = true
    })
    const jobs = startJobs(server.installation, [job])
    await expect.poll(() => job.runs).toBe(1)
    await jobs.stop()
    expect(isOver).toBe(true)
  })

  it('have names of their own, and each of the server\'s runs on an empty database', async () => {
    expect(new Set(allJobs.map(job => job.name)).size).toBe(allJobs.length)
    expect((await run(...allJobs)).sort()).toEqual(allJobs.map(job => job.name).sort())
    expect(server.log.filter(line => line.includes(' error ') && !line.includes('no luck'))).toEqual([])
  })
})
