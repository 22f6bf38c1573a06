import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'libsql'
import { DatabaseProblem } from './database-problem.ts'

/** Keeps a folder for one process. Must be released before another may have it. `wasKilled`: the one before did not release it. */
export type FolderLock = { release: () => void, wasKilled: boolean }

/**
 * One process writes an embedded database. The lock is held by the operating system for as long as the process lives, so that
 * one left by a process that was killed is free at once; the number beside it only serves the words.
 */
export function lockFolder(folder: string): FolderLock {
  const pidFile = join(folder, 'servus.pid')
  const lock = new Database(join(folder, 'servus.lock'))
  try {
    lock.exec('begin exclusive')
  } catch (error) {
    lock.close()
    throw new DatabaseProblem(
      `The folder ${folder} is in use by another Servus process${holder(pidFile)}. `
      + 'Stop that one first, or give this one a folder of its own with SERVUS_DATA.',
      { cause: error },
    )
  }
  const wasKilled = existsSync(pidFile)
  writeFileSync(pidFile, String(process.pid))
  return {
    wasKilled,
    release() {
      rmSync(pidFile, { force: true })
      lock.close()
    },
  }
}

function holder(pidFile: string): string {
  try {
    return ` (number ${readFileSync(pidFile, 'utf8')})`
  } catch {
    return ''
  }
}
