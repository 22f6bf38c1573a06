import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { hashOfSources } from './hash-of-sources.mjs'

export const root = fileURLToPath(new URL('../..', import.meta.url)).replace(/\/$/, '')

/** Builds where nothing was built yet or the sources have changed since. Without sources (an installed copy) what is there is used. */
export function ensureBuilt() {
  const record = `${root}/dist/sources`
  if (existsSync(record) && readFileSync(record, 'utf8') === hashOfSources(`${root}/`)) return
  execFileSync(process.execPath, [`${root}/src/build/build.mjs`], { cwd: root, stdio: 'inherit' })
}
