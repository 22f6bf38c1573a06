import { mkdirSync } from 'node:fs'
import type { RunnerTask } from 'vitest'
import type { Profile } from './browser.ts'

/** Where a step failed, what each person saw is kept in `test-results/`. */
export async function keepPictureOfFailure(task: Pick<RunnerTask, 'name' | 'result'>, profileByName: Record<string, Profile | undefined>) {
  if (task.result?.state !== 'fail') return
  mkdirSync('test-results', { recursive: true })
  const step = task.name.replace(/[^a-z0-9]+/gi, '-').slice(0, 40)
  for (const [name, profile] of Object.entries(profileByName)) {
    await profile?.page().screenshot({ path: `test-results/${step}-${name}.png`, fullPage: true }).catch(() => {})
  }
}
