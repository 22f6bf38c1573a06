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
      case 'waiting': return status.failure.kind === 'offline' ? t('outbox.state.offline', { time: time(status.retryAt) }) : t('outbox.state.retry', { time: time(status.retryAt) })
      case 'paused': return t('outbox.signedOut')
      case 'updateNeeded': return t('outbox.updateNeeded')
      case 'idle': return t('outbox.state.idle')
      default: return status satisfies never
    }
  })
  return reactive({ offline, waiting })
}
