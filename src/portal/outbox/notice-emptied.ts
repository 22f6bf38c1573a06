import { isAnybodyKept } from '#local/device.ts'
import { onWake } from '#local/wake.ts'
import { reportStorageTrouble } from '#local/storage-trouble.ts'

const mark = 'servus-kept'

/** Leaves a mark in another kind of storage while somebody's work is kept here, and says so where the mark is left alone. */
export async function noticeEmptied(): Promise<void> {
  onWake(reason => { if (reason === 'write') keepStorage().catch(() => {}) })
  if (await isAnybodyKept()) leaveMark()
  else if (isMarked()) reportStorageTrouble('emptied')
}

/** Must be called when what is kept here is deleted on purpose, or the person knows that it is gone. */
export const forgetMark = () => { attempt(() => localStorage.removeItem(mark)) }

/** Asks the browser not to clear away what was saved here. */
async function keepStorage() {
  leaveMark()
  if (!await navigator.storage.persisted()) await navigator.storage.persist()
}

const leaveMark = () => { attempt(() => localStorage.setItem(mark, '1')) }
const isMarked = () => attempt(() => localStorage.getItem(mark) !== null) ?? false

/** Storage may be blocked. */
function attempt<Value>(task: () => Value): Value | undefined {
  try {
    return task()
  } catch {
    return undefined
  }
}
