import type { App } from 'vue'
import { whenQuiet } from './when-quiet.ts'

/** What the first screen does not wait for: the rest of the words, the database, the sync, the service worker. */
export function startAfterFirstPaint(app: App, loadAllWords: () => Promise<void>) {
  void whenQuiet().then(async () => {
    const [{ startPortal }] = await Promise.all([import('./start-portal.ts'), loadAllWords()])
    startPortal(app)
  })
}
