import { defineStore } from 'pinia'
import { shallowRef } from 'vue'
import { languages } from '#domain/language.ts'
import type { OutboxView } from '#local/outbox.ts'
import type { StorageTrouble } from '#local/storage-trouble.ts'
import type { SyncStatus } from '#local/sync-status.ts'
import { useClock } from '#ui/now.ts'
import { rememberedLanguage } from '../shell/language.ts'

const nothing: OutboxView = { waiting: [], files: [], attention: [], tooLate: [] }

/** How it stands between this device and the business: what waits, what was not taken, and whether there is a line. */
export const useSyncStore = defineStore('sync', () => {
  const status = shallowRef<SyncStatus>({ kind: 'idle' })
  const outbox = shallowRef<OutboxView>(nothing)
  const storageTrouble = shallowRef<StorageTrouble>()
  let isStarted = false

  /** Starts the synchronisation of this page. Safe to call again. */
  async function start() {
    if (isStarted) return
    isStarted = true
    const [{ startSync }, { onSyncStatus, syncStatus }, { observe }, { readOutbox }, { keepFirstPaint }, { handToWorker }, { onStorageTrouble }, { serverNow }, { noticeEmptied }] = await Promise.all([
      import('#local/start-sync.ts'), import('#local/sync-status.ts'), import('#local/observe.ts'), import('#local/outbox.ts'), import('#local/keep-first-paint.ts'),
      import('./hand-to-worker.ts'), import('#local/storage-trouble.ts'), import('#local/server-clock.ts'), import('./notice-emptied.ts'),
    ])
    onStorageTrouble(trouble => { storageTrouble.value = trouble })
    useClock(serverNow)
    onSyncStatus(step => { status.value = step })
    observe(readOutbox, view => { outbox.value = view }, reportError)
    startSync({ page: { window, document }, languages: wantedLanguages })
    noticeEmptied().catch(reportError)
    keepFirstPaint()
    handToWorker(() => outbox.value.waiting.length + outbox.value.files.length)
    status.value = syncStatus()
  }

  /** Tries now what would be tried later. */
  async function tryNow() {
    const { wake } = await import('#local/wake.ts')
    wake('asked')
  }

  /** The person knows that the browser has deleted what was kept here. */
  async function dismissEmptied() {
    const [{ endStorageTrouble }, { forgetMark }] = await Promise.all([import('#local/storage-trouble.ts'), import('./notice-emptied.ts')])
    forgetMark()
    endStorageTrouble('emptied')
  }

  return { status, outbox, storageTrouble, start, tryNow, dismissEmptied }
})

/** The one in use comes first; the others are there when somebody switches without a network. */
function wantedLanguages() {
  const own = rememberedLanguage('en')
  return [own, ...languages.filter(other => other !== own)]
}
