import { computed, reactive } from 'vue'
import { useWords } from '#ui/use-words.ts'
import { useSyncStore } from './sync-store.ts'

/** How the line to the business stands, in words: `offline` only while there is none, `waiting` for what is to be sent. */
export function useStatusWords() {
  const { t, time, dayAndHour } = useWords()
  const sync = useSyncStore()

  const offline = computed(() => {
    const { status } = sync
    if (status.kind !== 'waiting' || status.failure.kind !== 'offline') return undefined
    const { lastSyncedAt } = status
    if (lastSyncedAt === undefined) return t('shell.offline.lineWithoutTime')
    const isToday = new Date(lastSyncedAt).toDateString() === new Date().toDateString()
    return t('shell.offline.line', { time: isToday ? time(lastSyncedAt) : dayAndHour(lastSyncedAt) })
  })

  const waiting = computed(() => {
    const { status } = sync
    switch (status.kind) {
      case 'running': return t('outbox.state.sending')
      case 'waiting': {
        const { failure } = status
        const at = { time: time(status.retryAt) }
        if (failure.kind === 'offline') return t('outbox.state.offline', at)
        // A good answer that is none for us is one of an older server.
        return failure.kind === 'busy' && failure.status >= 200 && failure.status < 400 ? t('outbox.state.older', at) : t('outbox.state.retry', at)
      }
      case 'paused': return t('outbox.signedOut')
      case 'updateNeeded': return t('outbox.updateNeeded')
      case 'idle': return t('outbox.state.idle')
      default: return status satisfies never
    }
  })
  return reactive({ offline, waiting })
}
