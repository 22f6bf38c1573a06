import type { DeskCommand } from '#protocol/command.ts'

const storageKey = 'servus-desk-attempts'
const keptAttempts = 20

type Attempts = Record<string, string>

function read(): Attempts {
  try {
    return JSON.parse(sessionStorage.getItem(storageKey) ?? '{}') as Attempts
  } catch {
    return {}
  }
}

function write(attempts: Attempts) {
  try {
    sessionStorage.setItem(storageKey, JSON.stringify(attempts))
  } catch { /* without storage a reload may send a message twice; nothing better can be done */ }
}

const nameOf = ({ requestId, name, args, files, via }: Omit<DeskCommand, 'mid'>) => JSON.stringify([requestId, name, args, files ?? [], via ?? {}])

/**
 * The `mid` of a command. One whose answer never came keeps its `mid` when the same words are sent again, also after a
 * reload, so that it takes effect once.
 */
export function midFor(command: Omit<DeskCommand, 'mid'>, mint: () => string): string {
  const attempts = read()
  const name = nameOf(command)
  const mid = attempts[name] ?? mint()
  write(Object.fromEntries([...Object.entries(attempts).filter(([other]) => other !== name), [name, mid]].slice(-keptAttempts)))
  return mid
}

/** An answer has come: the same words again are a new command. */
export function forgetMid(command: Omit<DeskCommand, 'mid'>) {
  const { [nameOf(command)]: _answered, ...rest } = read()
  write(rest)
}
