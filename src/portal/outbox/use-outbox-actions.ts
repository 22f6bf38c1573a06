import { nextTick, ref, shallowRef } from 'vue'
import type { StoredCommand } from '#local/outbox-database.ts'
import { withText } from './editable-text.ts'

export type Known = { reader: string, command: StoredCommand }
/** What was just done here, to be said, and taken back where that goes. */
export type Done = { kind: 'discarded' | 'withdrawn', what: Known } | { kind: 'changed' | 'sentAgain' | 'tooLate' | 'fileReplaced' | 'fileGone' | 'failed' }

/** What somebody may do to what waits or was refused. What was done is said, and the focus goes to where it is said. */
export function useOutboxActions() {
  const done = shallowRef<Done>()
  const isBusy = ref(false)
  const outbox = () => import('#local/outbox.ts')
  const again = () => import('#local/send-again.ts')

  async function tell(what: Done) {
    done.value = what
    await nextTick()
    const place = document.querySelector<HTMLElement>('#outbox-done')
    const focused = place?.querySelector('button') ?? place
    focused?.focus()
  }

  async function run(task: () => Promise<Done>) {
    if (isBusy.value) return
    isBusy.value = true
    const outcome = await task().catch((failure: unknown): Done => {
      reportError(failure)
      return { kind: 'failed' }
    })
    isBusy.value = false
    await tell(outcome)
  }

  return {
    done, isBusy, run,
    discard: (what: Known & { result?: { kind: string } }) => run(async () => {
      await (await outbox()).discardCommand(what.reader, what.command.mid)
      return { kind: what.result?.kind === 'parked' ? 'withdrawn' : 'discarded', what }
    }),
    async undo({ reader, command }: Known) {
      const isRestored = await (await outbox()).restoreCommand(reader, command.mid)
      const mid = isRestored ? command.mid : (await (await again()).renewDiscarded(reader, command.mid))?.mid
      if (!mid) return tell({ kind: 'tooLate' })
      done.value = undefined
      await nextTick()
      // The list is read anew first.
      setTimeout(() => document.querySelector<HTMLElement>(`[data-mid="${mid}"]`)?.focus(), 60)
    },
    change: ({ reader, command }: Known, text: string, kind: 'changed' | 'sentAgain') => run(async () => {
      const { sendAgain } = await again()
      return { kind: await sendAgain(reader, command.mid, withText(command, text)) ? kind : 'tooLate' }
    }),
  }
}

export type OutboxActions = ReturnType<typeof useOutboxActions>
