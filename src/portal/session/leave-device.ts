import { drafts } from '#local/drafts.ts'
import { readOutbox } from '#local/outbox.ts'
import { signOut } from '#local/session.ts'
import { onSyncStatus } from '#local/sync-status.ts'
import { createTransport } from '#local/transport.ts'
import { wake } from '#local/wake.ts'
import { forgetMark } from '../outbox/notice-emptied.ts'

/** What would be lost for good: changes and photos that the business does not have, and what was only begun. */
export type OnlyHere = { unsent: number, drafts: number }

export async function countOnlyHere(): Promise<OnlyHere> {
  const { waiting, files, attention } = await readOutbox()
  const mids = new Set([...waiting, ...attention].map(({ command }) => command.mid))
  const lonely = files.filter(({ file }) => file.state === 'kept' && !mids.has(file.mid))
  return { unsent: mids.size + lonely.length, drafts: (await drafts()).length }
}

const patienceMs = 30_000

/** Sends all that waits. `attention`: a part was refused and waits for its writer; `failed`: not in reasonable time. */
export async function sendAll(): Promise<'sent' | 'failed' | 'attention'> {
  await syncSettled()
  const { waiting, files, attention } = await readOutbox()
  if (attention.length > 0 || files.some(({ file }) => file.state !== 'kept')) return 'attention'
  return waiting.length > 0 || files.length > 0 ? 'failed' : 'sent'
}

/** Asks for a round of synchronisation and waits for its end. */
function syncSettled(): Promise<void> {
  return new Promise(resolve => {
    let hasBegun = false
    const end = () => {
      clearTimeout(timer)
      stop()
      resolve()
    }
    const timer = setTimeout(end, patienceMs)
    const stop = onSyncStatus(({ kind }) => {
      if (kind === 'running') hasBegun = true
      else if (hasBegun) end()
    })
    wake('asked')
  })
}

const flag = 'servus-session-to-end'

/**
 * Deletes everything of the person from this device and ends their session. Where the server cannot be reached the session is ended at the next
 * start: a script cannot take its cookie away.
 */
export async function leaveDevice(): Promise<void> {
  const answer = await signOut()
  forgetMark()
  if (!answer.ok) remember()
}

/** Ends a session whose end the server has not heard of. */
export async function finishLeaving(): Promise<void> {
  if (!isRemembered()) return
  const answer = await createTransport().call({ method: 'DELETE', path: '/api/session', credential: { kind: 'session' } })
  if (answer.ok) keepSession()
}

/** A new session takes the place of the old one. */
export const keepSession = () => { attempt(() => localStorage.removeItem(flag)) }
const remember = () => { attempt(() => localStorage.setItem(flag, '1')) }
const isRemembered = () => attempt(() => localStorage.getItem(flag) !== null) ?? false

/** Storage may be blocked. */
function attempt<Value>(task: () => Value): Value | undefined {
  try {
    return task()
  } catch {
    return undefined
  }
}
