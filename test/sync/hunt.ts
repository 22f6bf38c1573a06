import { fork } from 'node:child_process'
import { availableParallelism } from 'node:os'
import { fileURLToPath } from 'node:url'
import { bundle } from './bundle.mjs'
import { mutants } from './mutants.ts'
import type { Failure } from './run.ts'

/** How a mutant ended: in which world, after how many steps, by which invariant, and after how many schedules; nothing where none noticed. */
export type Verdict = { mutant: string, schedules: number, killedBy: Failure | undefined }

const steps = 24

/** Lives through worlds with one rule taken out, until an invariant notices; first through the one in which the mutant died before. */
export async function hunt(name: string, { limit, seed }: { limit: number, seed?: number | undefined }): Promise<Verdict> {
  const mutant = mutants.find(candidate => candidate.name === name)
  if (!mutant) throw new Error(`there is no mutant ${name}`)
  const first = seed ?? mutant.seed
  const soak = fileURLToPath(await bundle('soak', mutant))
  return new Promise((resolve, reject) => {
    let schedules = 0
    let killedBy: Failure | undefined
    const child = fork(soak, ['--work', String(first), String(first + limit), '1', String(steps)], { execArgv: ['--max-semi-space-size=64'], stdio: 'ignore' })
    child.on('message', ({ failure }: { failure?: Failure }) => {
      schedules++
      if (!failure) return
      killedBy = failure
      child.kill('SIGKILL')
    })
    child.on('exit', code => (killedBy || code === 0 ? resolve({ mutant: name, schedules, killedBy }) : reject(new Error(`${name} does not even run`))))
  })
}

/** Hunts several side by side; `onVerdict` hears of each. */
export async function huntAll(names: readonly string[], { workers, onVerdict, ...options }: { workers: number, limit: number, seed?: number | undefined, onVerdict?: (verdict: Verdict) => void }): Promise<Verdict[]> {
  const verdicts: Verdict[] = []
  const waiting = [...names]
  await Promise.all(Array.from({ length: workers }, async () => {
    for (let name = waiting.shift(); name !== undefined; name = waiting.shift()) {
      const verdict = await hunt(name, options)
      verdicts.push(verdict)
      onVerdict?.(verdict)
    }
  }))
  return verdicts
}

const flag = <Otherwise>(name: string, otherwise: Otherwise) => {
  const index = process.argv.indexOf(`--${name}`)
  return index < 0 ? otherwise : Number(process.argv[index + 1])
}

const tell = ({ mutant, schedules, killedBy }: Verdict) =>
  console.log(killedBy ? `killed   ${mutant.padEnd(34)} seed ${killedBy.seed}, step ${killedBy.step}, schedule ${schedules}: ${killedBy.invariant}` : `SURVIVED ${mutant.padEnd(34)} ${schedules} schedules`)

/** npm run mutants [-- name ...] [--limit 400] [--seed 1] */
async function command(): Promise<void> {
  const wanted = mutants.map(({ name }) => name).filter((name, _index, all) => !all.some(other => process.argv.includes(other)) || process.argv.includes(name))
  const verdicts = await huntAll(wanted, { workers: flag('workers', availableParallelism()), limit: flag('limit', 400), seed: flag('seed', undefined), onVerdict: tell })
  const alive = verdicts.filter(({ killedBy }) => killedBy === undefined)
  console.log(`${verdicts.length - alive.length} of ${verdicts.length} mutants killed`)
  process.exitCode = alive.length > 0 ? 1 : 0
}

if (process.argv[2] !== undefined && process.argv[1]?.endsWith('hunt.mjs')) await command()
