import { computed, onMounted, onScopeDispose, ref } from 'vue'
import { useSyncStore } from '../outbox/sync-store.ts'

/** Whether what is saved is on its way right now: there seems to be a line, and no try has failed. */
export function useIsSending() {
  const sync = useSyncStore()
  const isOnline = ref(true)
  const judge = () => { isOnline.value = navigator.onLine }

  onMounted(() => {
    judge()
    window.addEventListener('online', judge)
    window.addEventListener('offline', judge)
  })
  onScopeDispose(() => {
    window.removeEventListener('online', judge)
    window.removeEventListener('offline', judge)
  })
  return computed(() => isOnline.value && (sync.status.kind === 'idle' || sync.status.kind === 'running'))
}
