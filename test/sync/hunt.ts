import { fork } from 'node:child_process'
import { availableParallelism } from 'node:os'
import { fileURLToPath } from 'node:url'
import { bundle } from './bundle.mjs'
import { mutants } from './mutants.ts'

/** How a mutant ended: by which invariant, after how many schedules; `survived` where none noticed. */
export type Verdict = { mutant: string, schedules: number, killedBy: string | undefined }

/** Worlds in which more happens, and fewer: seeds are fixed, so that a mutant dies in the same one each time. */
const steps = 24

/** Lives through worlds with one rule taken out, until an invariant notices. */
export async function hunt(name: string, { seed, limit }: { seed: number, limit: number }): Promise<Verdict> {
  const mutant = mutants.find(candidate => candidate.name === name)
  if (!mutant) throw new Error(`there is no mutant ${name}`)
  const soak = fileURLToPath(await bundle('soak', mutant))
  return new Promise(resolve => {
    let schedules = 0
    let killedBy: string | undefined
    const child = fork(soak, ['--work', String(seed), String(seed + limit), '1', String(steps)], { execArgv: ['--max-semi-space-size=64'], stdio: 'ignore' })
    child.on('message', ({ failure }: { failure?: { invariant: string } }) => {
      schedules++
      if (!failure) return
      killedBy = failure.invariant
      child.kill('SIGKILL')
    })
    child.on('exit', code => resolve({ mutant: name, schedules, killedBy: killedBy ?? (code === 0 ? undefined : 'it does not even run') }))
  })
}

const flag = (name: string, otherwise: number) => {
  const index = process.argv.indexOf(`--${name}`)
  return index < 0 ? otherwise : Number(process.argv[index + 1])
}

/** npm run mutants [-- name ...] [--limit 400] [--seed 1] */
export async function runMutants(): Promise<void> {
  const wanted = mutants.map(({ name }) => name).filter((name, _index, all) => !all.some(other => process.argv.includes(other)) || process.argv.includes(name))
  const verdicts: Verdict[] = []
  const waiting = [...wanted]
  await Promise.all(Array.from({ length: flag('workers', availableParallelism()) }, async () => {
    for (let name = waiting.shift(); name !== undefined; name = waiting.shift()) {
      const startedAt = Date.now()
      const verdict = await hunt(name, { seed: flag('seed', 1), limit: flag('limit', 400) })
      verdicts.push(verdict)
      console.log(`${verdict.killedBy ? 'killed  ' : 'SURVIVED'} ${name} after ${verdict.schedules} schedules, ${((Date.now() - startedAt) / 1000).toFixed(0)} s: ${verdict.killedBy ?? '-'}`)
    }
  }))
  const alive = verdicts.filter(({ killedBy }) => killedBy === undefined)
  console.log(`${verdicts.length - alive.length} of ${verdicts.length} mutants killed`)
  process.exitCode = alive.length > 0 ? 1 : 0
}

if (process.argv[2] !== undefined && process.argv[1]?.endsWith('hunt.mjs')) await runMutants()
