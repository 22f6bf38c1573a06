type Waiting = { isGone: boolean, start: () => void, owner: object }
type Held = { queue: Waiting[], holder: object | undefined }
type Options = { signal?: AbortSignal, mode?: string, ifAvailable?: boolean }
type Task = (lock: { name: string } | null) => unknown

/** Web Locks of one profile, as far as we use them: exclusive, first come first served, given back when their tab dies. */
export type ProfileLocks = {
  /** `navigator.locks` as one tab sees it. */
  managerFor: (tab: object) => { request: (name: string, options: Options | Task, task?: Task) => Promise<unknown> }
  release: (tab: object) => void
}

export function makeProfileLocks(): ProfileLocks {
  const heldByName = new Map<string, Held>()
  const heldOf = (name: string) => {
    const held = heldByName.get(name) ?? { queue: [], holder: undefined }
    heldByName.set(name, held)
    return held
  }

  function next(held: Held) {
    held.holder = undefined
    const first = held.queue.shift()
    if (!first) return
    if (first.isGone) return next(held)
    held.holder = first.owner
    first.start()
  }

  function request(owner: object, name: string, { signal, ifAvailable }: Options, task: Task): Promise<unknown> {
    const held = heldOf(name)
    if (ifAvailable && held.holder) return Promise.resolve(task(null))
    return new Promise((resolve, reject) => {
      const waiting: Waiting = {
        isGone: false, owner,
        start: () => {
          const work = Promise.resolve().then(() => task({ name }))
          const end = () => { if (held.holder === owner) next(held) }
          work.then(value => { end(); resolve(value) }, (failure: unknown) => { end(); reject(failure) })
        },
      }
      signal?.addEventListener('abort', () => {
        if (!held.queue.includes(waiting)) return
        waiting.isGone = true
        reject(signal.reason)
      })
      held.queue.push(waiting)
      if (!held.holder) next(held)
    })
  }

  return {
    managerFor: tab => ({ request: (name, options, task) => (typeof options === 'function' ? request(tab, name, {}, options) : request(tab, name, options, task!)) }),
    release(tab) {
      for (const held of heldByName.values()) {
        for (const waiting of held.queue) if (waiting.owner === tab) waiting.isGone = true
        if (held.holder === tab) next(held)
      }
    },
  }
}
