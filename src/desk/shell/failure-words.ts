import type { Failure } from '#local/transport.ts'
import type { WordKey } from '#words/word-key.ts'

/** Why a call did not work, in words. Nothing goes out by itself at the desk, so these say what to do. */
export function failureWords(failure: Failure): WordKey {
  switch (failure.kind) {
    case 'offline': return 'desk.failure.offline'
    case 'busy': return failure.status === 429 ? 'errors.too-many' : 'desk.failure.busy'
    case 'notSignedIn': return 'errors.not-signed-in'
    case 'updateNeeded': return 'desk.failure.updateNeeded'
    case 'tooLarge': return 'errors.too-large'
    case 'conflict': return 'errors.conflict'
    case 'refused': return `errors.${failure.code}`
    default: return failure satisfies never
  }
}
