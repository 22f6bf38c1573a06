import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Hint } from '#protocol/messages.ts'
import { listenForHints, silenceMs } from '#local/hints.ts'
import { readEventStream } from '#local/read-event-stream.ts'
import { runSingleFile } from '#local/single-file.ts'
import { createTransport } from '#local/transport.ts'
import { waitingMs } from '#local/wait-for-hints.ts'

const guest = { id: 'r', account: 'a', kind: 'guest' as const, secret: 's', createdAt: 0 }

function streamOf(...chunks: string[]) {
  return new ReadableStream<Uint8Array>({
    start(controller) {
      for (const chunk of chunks) controller.enqueue(new TextEncoder().encode(chunk))
      controller.close()
    },
  })
}

describe('An event stream', () => {
  it('gives its messages whole, wherever the line has cut them, and lets heartbeats be heard', async () => {
    const got: (string | undefined)[] = []
    for await (const data of readEventStream(streamOf(':\n\nda', 'ta: {"a":"ö', '"}\n', '\ndata: x\r\n\r\n:', '\n\n', 'data: cut'))) got.push(data)
    expect(got).toEqual([undefined, '{"a":"ö"}', 'x', undefined])
  })
})

describe('Listening for hints', () => {
  beforeEach(() => { vi.useFakeTimers() })
  afterEach(() => { vi.useRealTimers() })

  it('[S65] opens the line again when it ends, and when it is silent for too long', async () => {
    let opened = 0
    const hints: Hint[] = []
    const alive: boolean[] = []
    const ending = new AbortController()
    const fetchStream: typeof fetch = async (_input, init) => {
      opened++
      if (opened === 1) return new Response(streamOf('data: {"scope":"pub","version":3}\n\n'), { headers: { 'servus-protocol': 'servus-sync/2' } })
      return new Response(new ReadableStream({ start(controller) { init!.signal!.addEventListener('abort', () => controller.error(new Error('aborted'))) } }), { headers: { 'servus-protocol': 'servus-sync/2' } })
    }
    const over = listenForHints({ transport: createTransport({ fetch: fetchStream }) }, guest, { onHint: hint => hints.push(hint), onAlive: isAlive => alive.push(isAlive), known: async () => new Map() }, ending.signal)
    await vi.advanceTimersByTimeAsync(5_000)
    expect([opened, hints, alive]).toEqual([2, [{ scope: 'pub', version: 3 }], [true, false]])
    await vi.advanceTimersByTimeAsync(silenceMs + 5_000)
    expect(opened).toBe(3)
    ending.abort()
    await vi.advanceTimersByTimeAsync(5_000)
    await over
    expect(opened).toBe(3)
  })
})

describe('Where no stream gets through', () => {
  beforeEach(() => { vi.useFakeTimers() })
  afterEach(() => { vi.useRealTimers() })
  const header = { 'servus-protocol': 'servus-sync/2', 'content-type': 'application/json' }

  /** A server behind something that holds streams back: `says`, then nothing. Long polls are answered after `waitMs`, each with the next hint. */
  function setUp(says: string[], waitMs: number) {
    const calls: string[] = []
    const hints: Hint[] = []
    let alive = false
    let next = 1
    const ending = new AbortController()
    const fetchOver: typeof fetch = async (input, init) => {
      calls.push(String(input))
      if (!String(input).startsWith('/api/sync/wait')) {
        return new Response(new ReadableStream({
          start(controller) {
            for (const part of says) controller.enqueue(new TextEncoder().encode(part))
            init!.signal!.addEventListener('abort', () => controller.error(new Error('aborted')))
          },
        }), { headers: header })
      }
      await new Promise((resolve, reject) => {
        setTimeout(resolve, waitMs)
        init!.signal!.addEventListener('abort', () => reject(new Error('aborted')))
      })
      return Response.json({ protocol: 'servus-sync/2', hints: [{ scope: 'r:r', version: next++ }] }, { headers: header })
    }
    const over = listenForHints({ transport: createTransport({ fetch: fetchOver }) }, guest, {
      onHint: hint => hints.push(hint), onAlive: isAlive => { alive = isAlive }, known: async () => new Map([['r:r', 0], ['pub', 7]]),
    }, ending.signal)
    return { calls, hints, isAlive: () => alive, over, ending }
  }

  it('[S132] fault 18: asks by long polls where the events are held back, for what it does not know yet, and counts as listening', async () => {
    const { calls, hints, isAlive, over, ending } = setUp([], 20_000)
    await vi.advanceTimersByTimeAsync(silenceMs + 21_000)
    expect([hints, isAlive()]).toEqual([[{ scope: 'r:r', version: 1 }], true])
    await vi.advanceTimersByTimeAsync(21_000)
    expect(calls.slice(0, 3)).toEqual(['/api/sync/events', '/api/sync/wait?since=0&pub=7', '/api/sync/wait?since=1&pub=7'])
    await vi.advanceTimersByTimeAsync(waitingMs)
    expect(calls.filter(path => path === '/api/sync/events')).toHaveLength(2)
    ending.abort()
    await over
  })

  it('[S132] fault 19: notices that the events have died without a word, and that nothing comes by long polls either', async () => {
    const { calls, isAlive, over, ending } = setUp([':\n\n'], 10 * 60_000)
    await vi.advanceTimersByTimeAsync(1_000)
    expect(isAlive()).toBe(true)
    await vi.advanceTimersByTimeAsync(silenceMs)
    expect([isAlive(), calls]).toEqual([false, ['/api/sync/events', '/api/sync/wait?since=0&pub=7']])
    await vi.advanceTimersByTimeAsync(2 * 25_000 + 5_000)
    expect(calls.slice(2)).toEqual(['/api/sync/events'])
    ending.abort()
    await over
  })

  it('does not knock at a server that has refused the stream', async () => {
    const calls: string[] = []
    const ending = new AbortController()
    const refusing: typeof fetch = async input => {
      calls.push(String(input))
      return Response.json({ protocol: 'servus-sync/2', error: { code: 'busy' } }, { status: 503, headers: header })
    }
    const over = listenForHints({ transport: createTransport({ fetch: refusing }) }, guest, { onHint() {}, onAlive() {}, known: async () => new Map() }, ending.signal)
    await vi.advanceTimersByTimeAsync(30_000)
    expect(new Set(calls)).toEqual(new Set(['/api/sync/events']))
    ending.abort()
    await over
  })
})

describe('Single file', () => {
  beforeEach(() => { vi.useFakeTimers() })
  afterEach(() => {
    vi.useRealTimers()
    vi.unstubAllGlobals()
  })

  /** Web Locks in small: one holder of a name, who waits may be called off. */
  function lockManager() {
    const tails = new Map<string, Promise<unknown>>()
    return {
      request: (name: string, { signal }: { signal: AbortSignal }, task: () => Promise<unknown>) => {
        const turn = (tails.get(name) ?? Promise.resolve()).catch(() => {})
        const impatient = new Promise<never>((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason as Error)))
        const run = Promise.race([turn, impatient]).then(task)
        tails.set(name, run)
        return run
      },
    }
  }

  it('lets one task of a name run at a time', async () => {
    vi.stubGlobal('navigator', { locks: lockManager() })
    const log: string[] = []
    const task = (name: string) => async () => {
      log.push(`${name} begins`)
      await new Promise(resolve => setTimeout(resolve, 100))
      log.push(`${name} ends`)
    }
    const both = Promise.all([runSingleFile('n', task('one')), runSingleFile('n', task('two'))])
    await vi.advanceTimersByTimeAsync(1_000)
    await both
    expect(log).toEqual(['one begins', 'one ends', 'two begins', 'two ends'])
  })

  it('goes on without the lock when its holder never lets go', async () => {
    vi.stubGlobal('navigator', { locks: lockManager() })
    void runSingleFile('n', () => new Promise(() => {}))
    const second = runSingleFile('n', async () => 'done')
    await vi.advanceTimersByTimeAsync(11_000)
    expect(await second).toBe('done')
  })

  it('hands on what the task itself throws, and does not run it twice', async () => {
    vi.stubGlobal('navigator', { locks: lockManager() })
    let runs = 0
    await expect(runSingleFile('n', async () => { runs++; throw new Error('disk') })).rejects.toThrow('disk')
    expect(runs).toBe(1)
  })
})
