import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Hint } from '#protocol/messages.ts'
import { listenForHints, silenceMs } from '#local/hints.ts'
import { readEventStream } from '#local/read-event-stream.ts'
import { runSingleFile } from '#local/single-file.ts'
import { createTransport } from '#local/transport.ts'

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
    const over = listenForHints({ transport: createTransport({ fetch: fetchStream }) }, guest, { onHint: hint => hints.push(hint), onAlive: isAlive => alive.push(isAlive) }, ending.signal)
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
