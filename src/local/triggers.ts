import { wake } from './wake.ts'

/** The page's `window` and `document`, which this folder cannot name: a worker has neither. */
export type Page = { window: EventTarget, document: EventTarget & { readonly visibilityState: string } }

/** Wakes the synchronisation whenever the page has a reason: back online, shown again, back from the browser's cache. */
export function listenToPage({ window, document }: Page): () => void {
  const online = () => wake('online')
  const shown = () => wake('resume')
  const visible = () => { if (document.visibilityState === 'visible') wake('resume') }
  window.addEventListener('online', online)
  window.addEventListener('pageshow', shown)
  document.addEventListener('visibilitychange', visible)
  return () => {
    window.removeEventListener('online', online)
    window.removeEventListener('pageshow', shown)
    document.removeEventListener('visibilitychange', visible)
  }
}
