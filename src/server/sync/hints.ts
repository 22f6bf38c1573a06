import { heartbeatMs, type Hint } from '#protocol/messages.ts'
import { isPublicScope, type Scope } from '#protocol/scopes.ts'
import type { DeskHint } from '#protocol/desk.ts'

type Stream = ReadableStream<Uint8Array>
type Controller = ReadableStreamDefaultController<Uint8Array>

/** Says that something is new, never what: who listens pulls. A lost hint costs time, not truth. */
export type Hints = {
  /** A scope has reached a version: for its reader, or for every reader where the scope is public. */
  tell: (hint: Hint) => void
  tellDesk: (hint: DeskHint) => void
  /** Server-sent events of one reader and of the public scopes. `first`, where things stand, is read once nothing new can be missed. */
  openReader: (scope: Scope, first: () => Promise<readonly Hint[]>) => Stream
  openDesk: () => Stream
  /** Ends every stream, so that the server can stop. */
  close: () => void
}

/** A reader that takes nothing for so many messages is cut off and will come back. */
const longestQueue = 200
const desk = 'desk'

const encoder = new TextEncoder()
const encode = (value: Hint | DeskHint) => encoder.encode(`data: ${JSON.stringify(value)}\n\n`)
const heartbeat = encoder.encode(':\n\n')

/** Hints within this process. A message is encoded once, however many read it: all streams share its bytes. */
export function createHints(beatMs = heartbeatMs): Hints {
  const listenersByName = new Map<string, Set<Controller>>()
  let beat: ReturnType<typeof setInterval> | undefined

  function send(name: string, bytes: Uint8Array) {
    for (const listener of listenersByName.get(name) ?? []) {
      if ((listener.desiredSize ?? 0) > -longestQueue) listener.enqueue(bytes)
      else end(name, listener)
    }
  }

  function end(name: string, listener: Controller) {
    forget(name, listener)
    listener.close()
  }

  function forget(name: string, listener: Controller) {
    const listeners = listenersByName.get(name)
    listeners?.delete(listener)
    if (listeners?.size === 0) listenersByName.delete(name)
    if (listenersByName.size > 0) return
    clearInterval(beat)
    beat = undefined
  }

  const sendAll = (names: Iterable<string>, bytes: Uint8Array) => { for (const name of names) send(name, bytes) }

  function open(name: string, first: () => Promise<readonly Hint[]>): Stream {
    let own: Controller
    return new ReadableStream<Uint8Array>({
      async start(controller) {
        own = controller
        beat ??= setInterval(() => sendAll([...listenersByName.keys()], heartbeat), beatMs).unref()
        listenersByName.set(name, (listenersByName.get(name) ?? new Set()).add(controller))
        controller.enqueue(heartbeat)
        try {
          for (const hint of await first()) controller.enqueue(encode(hint))
        } catch (error) {
          forget(name, controller)
          throw error
        }
      },
      cancel: () => forget(name, own),
    })
  }

  return {
    tell: hint => sendAll(isPublicScope(hint.scope) ? [...listenersByName.keys()].filter(name => name !== desk) : [hint.scope], encode(hint)),
    tellDesk: hint => send(desk, encode(hint)),
    openReader: (scope, first) => open(scope, first),
    openDesk: () => open(desk, async () => []),
    close() {
      for (const [name, listeners] of listenersByName) for (const listener of listeners) end(name, listener)
    },
  }
}
