const prefix = 'servus-desk-draft:'

/** Storage of this browser; where it is blocked a draft lasts as long as the page. */
function storage(): Storage | undefined {
  try {
    return localStorage
  } catch {
    return undefined
  }
}

/** Where a person's draft of one command on one request lies. */
export const draftKey = (staffId: string, requestId: string, name: string) => `${prefix}${staffId}:${requestId}:${name}`

export function readDraft(key: string): unknown {
  try {
    return JSON.parse(storage()?.getItem(key) ?? 'null') ?? undefined
  } catch {
    return undefined
  }
}

export function keepDraft(key: string, value: unknown) {
  try {
    storage()?.setItem(key, JSON.stringify(value))
  } catch { /* full: the words stay on the screen */ }
}

export const dropDraft = (key: string) => storage()?.removeItem(key)

const keysOf = (staffId: string) => Object.keys(storage() ?? {}).filter(key => key.startsWith(`${prefix}${staffId}:`))

export const countDrafts = (staffId: string) => keysOf(staffId).length
/** At sign-out nothing of the person stays on the machine. */
export function forgetDrafts(staffId: string) {
  for (const key of keysOf(staffId)) dropDraft(key)
}
