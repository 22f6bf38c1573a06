import { fork } from 'node:child_process'
import { availableParallelism } from 'node:os'
import { fileURLToPath } from 'node:url'
import { generate } from './generate.ts'
import { type Failure, runSchedule } from './run.ts'
import { shrink } from './shrink.ts'
import type { Step } from './step.ts'
import type { World } from './world.ts'

/** What a soak is asked for: `--schedules N --seed S --steps L --workers W`, or `--only SEED` to see one schedule step by step. */
export type SoakOptions = { schedules: number, seed: number, steps: number, workers: number }
type Report = { done: number, steps: number, failure?: Failure }

const tabCode = new URL('./tab-code.mjs', import.meta.url).href
const me = fileURLToPath(import.meta.url)

/** In a process of its own: every `stride`-th schedule from `seed` on. */
async function work(seed: number, end: number, stride: number, steps: number) {
  // Browsers' errors are made all the time, and looking where is most of their cost.
  Error.stackTraceLimit = 0
  for (let next = seed; next < end; next += stride) {
    const failure = await runSchedule(next, { tabCode, steps })
    process.send!({ done: 1, steps, ...(failure ? { failure } : {}) } satisfies Report)
  }
  process.disconnect()
}

/** Runs many schedules in several processes; answers what failed. `onProgress` hears of each. */
export async function soak({ schedules, seed, steps, workers }: SoakOptions, onProgress: (done: number, failures: readonly Failure[]) => void = () => {}): Promise<{ failures: Failure[], done: number }> {
  const failures: Failure[] = []
  let done = 0
  await Promise.all(Array.from({ length: workers }, (_, index) => new Promise<void>((resolve, reject) => {
    const child = fork(me, ['--work', String(seed + index), String(seed + schedules), String(workers), String(steps)], { execArgv: ['--max-semi-space-size=64'] })
    child.on('message', (report: Report) => {
      done += report.done
      if (report.failure) failures.push(report.failure)
      onProgress(done, failures)
    })
    child.on('exit', code => (code === 0 ? resolve() : reject(new Error(`a process of the simulation ended with ${code}`))))
  })))
  return { failures, done }
}

function tell(world: World, step: Step) {
  console.log(String(world.step).padStart(4), JSON.stringify(step))
  for (const { device, path, fault, status, answer } of world.exchanges) {
    const code = (answer as { error?: { code: string } } | undefined)?.error?.code
    console.log(`       device ${device} ${path} ${fault === 'none' ? '' : fault} ${status ?? 'no answer'} ${code ?? ''}`)
  }
}

async function showOne(seed: number, steps: number) {
  const schedule = generate(seed, steps)
  const failure = await runSchedule(seed, { tabCode, steps, schedule })
  if (!failure) return console.log(`seed ${seed}: all invariants hold`)
  console.log(`${failure.invariant}: ${failure.message}\n\nshrinking ...`)
  const small = await shrink(schedule, failure, candidate => runSchedule(seed, { tabCode, steps, schedule: candidate }))
  await runSchedule(seed, { tabCode, steps, schedule: small, onStep: tell })
  console.log(`${small.length} of ${schedule.length} steps are enough for seed ${seed}:\n${small.map(step => `  ${JSON.stringify(step)},`).join('\n')}`)
  process.exitCode = 1
}

const flag = (name: string, otherwise: number) => {
  const index = process.argv.indexOf(`--${name}`)
  return index < 0 ? otherwise : Number(process.argv[index + 1])
}

async function command() {
  const steps = flag('steps', 24)
  if (process.argv.includes('--only')) return showOne(flag('only', 1), steps)
  const schedules = flag('schedules', 1_000)
  const seed = flag('seed', 1 + (Date.now() % 1_000_000_000))
  console.log(`${schedules} schedules of ${steps} steps from seed ${seed}`)
  const startedAt = Date.now()
  let told = startedAt
  let named = 0
  const { failures, done } = await soak({ schedules, seed, steps, workers: flag('workers', availableParallelism()) }, (count, failed) => {
    for (const failure of failed.slice(named)) console.log(`FAILED seed ${failure.seed}, step ${failure.step}: ${failure.invariant}\n  ${failure.message}\n  npm run soak -- --only ${failure.seed} --steps ${steps}`)
    named = failed.length
    if (Date.now() - told < 15_000) return
    told = Date.now()
    console.log(`${count} of ${schedules}, ${failed.length} failed, ${Math.round(count * steps * 1000 / (told - startedAt))} steps/s`)
  })
  const seconds = (Date.now() - startedAt) / 1000
  console.log(`${done} schedules, ${failures.length} failed, ${seconds.toFixed(0)} s, ${Math.round(done * steps / seconds)} steps/s`)
  process.exitCode = failures.length > 0 ? 1 : 0
}

if (process.argv[2] === '--work') {
  const [seed, end, stride, steps] = process.argv.slice(3).map(Number)
  await work(seed!, end!, stride!, steps!)
} else if (process.argv[2] !== undefined && process.argv[1]?.includes('sync')) {
  await command()
}
