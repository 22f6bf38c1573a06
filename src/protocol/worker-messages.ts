/** What a page may tell its service worker. `FLUSH`: send what waits, since this page may be gone in a moment. */
export type WorkerMessage = { type: 'SKIP_WAITING' } | { type: 'FLUSH' }

/** The Background Sync tag under which a page asks the browser to have the worker send what waits. */
export const sendTag = 'servus-send'
/** The Periodic Background Sync tag under which the worker fetches what is new now and then. */
export const freshTag = 'servus-fresh'
