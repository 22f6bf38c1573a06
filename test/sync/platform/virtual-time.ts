/**
 * Time that passes only when nothing else is left to do. All code under test runs on it, so that an order of events comes from the
 * seed and not from the machine. What waits for nothing (promises, `setImmediate`) runs in its own order first.
 */
export type VirtualTime = {
  now: () => number
  setTimeout: (task: () => void, ms?: number) => number
  clearTimeout: (handle: number | undefined) => void
  /** Lets everything run that can run before any time passes. */
  rest: () => Promise<void>
  /** Lets time pass until the promise is settled. Throws where nothing is left that could settle it. */
  until: <Value>(promise: Promise<Value>) => Promise<Value>
  /** Lets so much time pass, and all that happens in it. */
  pass: (ms: number) => Promise<void>
}

const realImmediate = globalThis.setImmediate
const turn = () => new Promise<void>(resolve => { realImmediate(resolve) })
let waiting = 0

/** fake-indexeddb looks for `setImmediate` at each use; counting shows when all of it has run. */
globalThis.setImmediate = ((task: (...parts: unknown[]) => void, ...parts: unknown[]) => {
  waiting++
  return realImmediate(() => {
    waiting--
    task(...parts)
  })
}) as typeof setImmediate

/** Node's own makes a record for each task, which is most of its work. */
const settled = Promise.resolve()
const then = settled.then.bind(settled)
globalThis.queueMicrotask = task => { void then(task) }

/** Work that the machine does beside us: none may be under way when time passes. */
let outside = 0
export async function outsideTime<Value>(work: () => Promise<Value>): Promise<Value> {
  outside++
  try {
    return await work()
  } finally {
    outside--
  }
}

/** Whether any is: no time passes until it is through. */
export const isOutsideTime = () => outside > 0

type Timer = { handle: number, at: number, task: () => void }

export function makeVirtualTime(start: number): VirtualTime {
  let now = start
  let handles = 0
  let timers: Timer[] = []

  async function rest() {
    do await turn()
    while (waiting > 0 || outside > 0)
  }

  function nextTimer(): Timer | undefined {
    let first: Timer | undefined
    for (const timer of timers) if (!first || timer.at < first.at) first = timer
    return first
  }

  async function fire(timer: Timer) {
    timers = timers.filter(other => other !== timer)
    now = Math.max(now, timer.at)
    timer.task()
    await rest()
  }

  return {
    now: () => now,
    setTimeout(task, ms = 0) {
      timers.push({ handle: ++handles, at: now + Math.max(0, ms || 0), task })
      return handles
    },
    clearTimeout(handle) {
      timers = timers.filter(timer => timer.handle !== handle)
    },
    rest,
    async until(promise) {
      let isSettled = false
      promise.then(() => { isSettled = true }, () => { isSettled = true })
      await rest()
      while (!isSettled) {
        const timer = nextTimer()
        if (!timer) throw new Error('Nothing is left that could go on: something waits for ever')
        await fire(timer)
      }
      return promise
    },
    async pass(ms) {
      const end = now + ms
      await rest()
      for (let timer = nextTimer(); timer && timer.at <= end; timer = nextTimer()) await fire(timer)
      now = Math.max(now, end)
    },
  }
}
