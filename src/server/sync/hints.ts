import { heartbeatMs, type Hint } from '#protocol/messages.ts'
import { isPublicScope, readerScope } from '#protocol/scopes.ts'
import type { DeskHint } from '#protocol/desk.ts'
import type { FeedOwner } from './feed-repository.ts'

type Stream = ReadableStream<Uint8Array>
type Controller = ReadableStreamDefaultController<Uint8Array>

/** Says that something is new, never what: who listens pulls. A lost hint costs time, not truth. */
export type Hints = {
  /** A scope has reached a version: for its reader, or for every reader where the scope is public. */
  tell: (hint: Hint) => void
  tellDesk: (hint: DeskHint) => void
  /** Server-sent events of one reader and of the public scopes. `first`, where things stand, is read once nothing new can be missed. */
  openReader: (owner: FeedOwner, first: () => Promise<readonly Hint[]>) => Stream
  openDesk: () => Stream
  /** The next hint that `openReader` would send, `first` included; none after the time of a heartbeat, or when `signal` or the server ends it. */
  wait: (owner: FeedOwner, first: () => Promise<readonly Hint[]>, signal?: AbortSignal) => Promise<readonly Hint[]>
  /** Whose streams are open here. */
  listening: () => FeedOwner[]
  /** Ends the desk's streams: whoever opens one anew looks at everything. */
  endDesk: () => void
  /** Ends every stream, so that the server can stop. */
  close: () => void
}

/** One open stream, or one call that waits. */
type Listener = { owner?: FeedOwner, take: (bytes: Uint8Array, hint?: Hint) => void, end: () => void }

/** A reader that takes nothing for so many messages is cut off and will come back. */
const longestQueue = 200
const desk = 'desk'

const encoder = new TextEncoder()
const encode = (value: Hint | DeskHint) => encoder.encode(`data: ${JSON.stringify(value)}\n\n`)
const heartbeat = encoder.encode(':\n\n')

/** Hints within this process. A message is encoded once, however many read it: all streams share its bytes. */
export function createHints(beatMs = heartbeatMs): Hints {
  const listenersByName = new Map<string, Set<Listener>>()
  let beat: ReturnType<typeof setInterval> | undefined

  function send(name: string, bytes: Uint8Array, hint?: Hint) {
    for (const listener of listenersByName.get(name) ?? []) listener.take(bytes, hint)
  }
  const sendAll = (names: Iterable<string>, bytes: Uint8Array, hint?: Hint) => { for (const name of names) send(name, bytes, hint) }

  function add(name: string, listener: Listener) {
    beat ??= setInterval(() => sendAll([...listenersByName.keys()], heartbeat), beatMs).unref()
    listenersByName.set(name, (listenersByName.get(name) ?? new Set()).add(listener))
  }

  function forget(name: string, listener: Listener) {
    const listeners = listenersByName.get(name)
    listeners?.delete(listener)
    if (listeners?.size === 0) listenersByName.delete(name)
    if (listenersByName.size > 0) return
    clearInterval(beat)
    beat = undefined
  }

  function toListener(name: string, controller: Controller, owner?: FeedOwner): Listener {
    const listener: Listener = {
      ...(owner && { owner }),
      take(bytes) {
        if ((controller.desiredSize ?? 0) > -longestQueue) controller.enqueue(bytes)
        else listener.end()
      },
      end() {
        forget(name, listener)
        controller.close()
      },
    }
    return listener
  }

  function open(name: string, first: () => Promise<readonly Hint[]>, owner?: FeedOwner): Stream {
    let listener: Listener
    return new ReadableStream<Uint8Array>({
      async start(controller) {
        listener = toListener(name, controller, owner)
        add(name, listener)
        controller.enqueue(heartbeat)
        try {
          for (const hint of await first()) controller.enqueue(encode(hint))
        } catch (error) {
          forget(name, listener)
          throw error
        }
      },
      cancel: () => forget(name, listener),
    })
  }

  function wait(owner: FeedOwner, first: () => Promise<readonly Hint[]>, signal?: AbortSignal): Promise<readonly Hint[]> {
    const name = readerScope(owner.reader)
    return new Promise((resolve, reject) => {
      const finish = (hints: readonly Hint[]) => {
        clearTimeout(timer)
        signal?.removeEventListener('abort', leave)
        forget(name, listener)
        resolve(hints)
      }
      const leave = () => finish([])
      const listener: Listener = { owner, take: (_bytes, hint) => { if (hint) finish([hint]) }, end: leave }
      const timer = setTimeout(leave, beatMs)
      signal?.addEventListener('abort', leave)
      add(name, listener)
      first().then(hints => { if (hints.length > 0) finish(hints) }, (error: unknown) => {
        leave()
        reject(error as Error)
      })
    })
  }

  const endAll = (name: string) => { for (const listener of listenersByName.get(name) ?? []) listener.end() }
  return {
    tell: hint => sendAll(isPublicScope(hint.scope) ? [...listenersByName.keys()].filter(name => name !== desk) : [hint.scope], encode(hint), hint),
    tellDesk: hint => send(desk, encode(hint)),
    openReader: (owner, first) => open(readerScope(owner.reader), first, owner),
    openDesk: () => open(desk, async () => []),
    wait,
    listening: () => [...listenersByName.values()].flatMap(listeners => [...listeners].slice(0, 1).flatMap(({ owner }) => owner ?? [])),
    endDesk: () => endAll(desk),
    close: () => { for (const name of [...listenersByName.keys()]) endAll(name) },
  }
}
