import { ref, type Ref } from 'vue'
import type { CommandName } from '#domain/request/command.ts'
import type { NewCommand } from '#local/submit.ts'
import type { Give } from './give-command.ts'

/** `name`: what was saved last; `problem`: it could not be, the disk is full or the storage closed. */
export type GiveState = { kind: 'quiet' } | { kind: 'saved', name: CommandName } | { kind: 'problem' }

/** The one way in which the screens of a request change it: saved on the device first, sent by itself. */
export function useGive(requestId: () => string): { give: Give, state: Readonly<Ref<GiveState>> } {
  const state = ref<GiveState>({ kind: 'quiet' })

  const give: Give = async ({ name, args }, photos = []) => {
    try {
      const { submit } = await import('#local/submit.ts')
      // Name and arguments came in as one command; the pair cannot be told to the compiler apart from it.
      await submit({ name, args, requestId: requestId(), files: photos } as NewCommand)
      state.value = { kind: 'saved', name }
      return true
    } catch (failure) {
      reportError(failure)
      state.value = { kind: 'problem' }
      return false
    }
  }
  return { give, state }
}

/** Remembers that everything up to `lastEvent` has been looked at. */
export async function markSeen(reader: string, requestId: string, lastEvent: number) {
  const local = await import('#local/seen.ts')
  await local.markSeen(reader, requestId, lastEvent).catch(reportError)
}
