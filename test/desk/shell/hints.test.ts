// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createHints, type Told } from '../../../src/desk/shell/hints.ts'

type Source = { onopen: (() => void) | null, onmessage: ((event: MessageEvent) => void) | null, onerror: (() => void) | null, isClosed: boolean, close: () => void }

function open() {
  const sources: Source[] = []
  let checks = 0
  const hints = createHints({
    checkSession: () => { checks++ },
    open: () => {
      const source: Source = { onopen: null, onmessage: null, onerror: null, isClosed: false, close: () => { source.isClosed = true } }
      sources.push(source)
      return source as never
    },
  })
  const told: Told[] = []
  hints.listen(what => told.push(what))
  return { hints, sources, told, last: () => sources.at(-1)!, checks: () => checks }
}

describe('hints', () => {
  beforeEach(() => { vi.useFakeTimers() })
  afterEach(() => { vi.useRealTimers() })

  it('pass on what the server says is new', () => {
    const { hints, last, told } = open()
    hints.start()
    last().onopen!()
    last().onmessage!({ data: '{"requestId":"a","version":3}' } as MessageEvent)
    expect(told).toEqual(['all', { requestId: 'a', version: 3 }])
    expect(hints.connection.value).toBe('live')
  })

  it('come back by themselves after a lost connection, later and later, and have everything looked at again', () => {
    const { hints, sources, last, told, checks } = open()
    hints.start()
    last().onopen!()
    last().onerror!()
    expect([hints.connection.value, last().isClosed, checks()]).toEqual(['lost', true, 1])
    vi.advanceTimersByTime(2_000)
    expect(sources.length).toBe(2)
    last().onerror!()
    vi.advanceTimersByTime(2_000)
    expect(sources.length).toBe(2)
    vi.advanceTimersByTime(2_000)
    expect(sources.length).toBe(3)
    last().onopen!()
    expect([hints.connection.value, told.at(-1)]).toEqual(['live', 'all'])
  })

  it('say that the network is gone although the stream still looks open, and come back with it', () => {
    const { hints, sources, last } = open()
    hints.start()
    last().onopen!()
    dispatchEvent(new Event('offline'))
    expect([hints.connection.value, last().isClosed]).toEqual(['lost', true])
    dispatchEvent(new Event('online'))
    expect(sources.length).toBe(2)
  })

  it('end with the session', () => {
    const { hints, sources, last } = open()
    hints.start()
    last().onerror!()
    hints.stop()
    vi.advanceTimersByTime(120_000)
    expect([sources.length, last().isClosed]).toEqual([1, true])
  })
})
