import { inject, onScopeDispose, readonly, ref, type InjectionKey, type Ref } from 'vue'
import type { DeskHint } from '#protocol/desk.ts'

export type Connection = 'connecting' | 'live' | 'lost'
/** `all`: anything may be new, as after a time without connection. */
export type Told = DeskHint | 'all'

export type Hints = {
  connection: Readonly<Ref<Connection>>
  start: () => void
  stop: () => void
  listen: (listener: (told: Told) => void) => () => void
}

const firstRetryMs = 2_000
const longestRetryMs = 30_000

type Source = Pick<EventSource, 'onopen' | 'onmessage' | 'onerror' | 'close'>
type Options = { open: (url: string) => Source, checkSession: () => void }

/**
 * Listens for what is new. A stream that breaks is opened again, later and later; every try and every opening says `all`:
 * something may have happened before, and the desk stays fresh where a proxy lets no stream through.
 */
export function createHints({ open, checkSession }: Options): Hints {
  const connection = ref<Connection>('connecting')
  const listeners = new Set<(told: Told) => void>()
  const tell = (told: Told) => { for (const listener of listeners) listener(told) }
  let source: Source | undefined
  let timer: ReturnType<typeof setTimeout> | undefined
  let tries = 0

  function connect() {
    source?.close()
    source = open('/api/desk/events')
    source.onopen = () => {
      connection.value = 'live'
      tries = 0
      tell('all')
    }
    source.onmessage = ({ data }) => tell(JSON.parse(String(data)) as DeskHint)
    source.onerror = lose
  }

  function lose() {
    source?.close()
    clearTimeout(timer)
    connection.value = 'lost'
    checkSession()
    timer = setTimeout(tryAgain, Math.min(longestRetryMs, firstRetryMs * 2 ** tries++))
  }

  function tryAgain() {
    tell('all')
    connect()
  }

  function stop() {
    clearTimeout(timer)
    source?.close()
    source = undefined
    connection.value = 'connecting'
  }

  function resume() {
    if (!source || document.visibilityState === 'hidden') return
    clearTimeout(timer)
    if (connection.value === 'lost') tryAgain()
    else tell('all')
  }

  addEventListener('online', resume)
  // A stream may look open for minutes after the network has gone.
  addEventListener('offline', () => { if (source) lose() })
  document.addEventListener('visibilitychange', resume)
  return {
    connection: readonly(connection),
    start() {
      stop()
      connect()
    },
    stop,
    listen(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}

export const hintsKey: InjectionKey<Hints> = Symbol('hints')

export function useHints(): Hints {
  const hints = inject(hintsKey)
  if (!hints) throw new Error('no hints provided')
  return hints
}

/** Calls `listener` for every hint as long as the component lives. */
export function useHint(listener: (told: Told) => void) {
  onScopeDispose(useHints().listen(listener))
}
