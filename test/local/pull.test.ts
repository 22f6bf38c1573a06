import { describe, expect, it } from 'vitest'
import type { Page } from '#protocol/messages.ts'
import { applyPage, readPosition, refill } from '#local/apply-page.ts'
import { keepResults, markArrived } from '#local/keep-results.ts'
import { readRows } from '#local/read-rows.ts'
import { newRequestId, store } from '#local/submit.ts'
import { currentReader } from '#local/device.ts'
import { makeStorage, message, need, switchOn, tick } from './phone.ts'

const page = (keys: string[], from: number, more = false, extra: Partial<Page> = {}): Page => ({
  scope: 'pub', next: from + keys.length, more, dels: [],
  puts: keys.map((key, index) => ({ kind: 'category', key, version: from + index + 1, body: { id: key } })),
  ...extra,
})

describe('A page', () => {
  const setUp = () => {
    const { content } = makeStorage()
    const shown = async () => (await readRows(content, 'pub', 'category')).map(category => category.id)
    const apply = async (each: Page) => applyPage(content, each, await readPosition(content, 'pub'))
    return { content, shown, apply }
  }

  it('[S95] is applied whole, and the next begins where it ended', async () => {
    const { content, shown, apply } = setUp()
    await apply(page(['a', 'b'], 0, true))
    expect(await content.feeds.get('pub')).toMatchObject({ scope: 'pub', shown: 1, cursor: 2, settled: 0 })
    await apply({ ...page(['c'], 2), dels: [{ kind: 'category', key: 'a', version: 4 }], next: 4 })
    expect(await shown()).toEqual(['b', 'c'])
    expect(await content.feeds.get('pub')).toMatchObject({ scope: 'pub', shown: 1, cursor: 4, settled: 4 })
  })

  it('[S95] is thrown away when another tab was faster: the cursor never goes back', async () => {
    const { content, shown, apply } = setUp()
    const from = await readPosition(content, 'pub')
    await apply(page(['a', 'b', 'c'], 0))
    expect(await applyPage(content, page(['a'], 0, true), from)).toBe('stale')
    expect(await shown()).toEqual(['a', 'b', 'c'])
    expect((await content.feeds.get('pub'))!.cursor).toBe(3)
  })

  it('[S96] that begins anew is filled beside what is shown, until the new base is whole', async () => {
    const { content, shown, apply } = setUp()
    await apply(page(['old', 'both'], 0))
    await apply({ ...page(['both'], 0, true), reset: true })
    expect(await shown()).toEqual(['both', 'old'])
    expect(await readPosition(content, 'pub')).toMatchObject({ fill: 2, cursor: 1 })
    await apply(page(['new'], 1))
    expect(await shown()).toEqual(['both', 'new'])
    expect(await content.rows.count()).toBe(2)
  })

  it('[S96] of a second reset replaces what the first one had begun', async () => {
    const { content, shown, apply } = setUp()
    await apply(page(['old'], 0))
    await apply({ ...page(['half'], 0, true), reset: true })
    await apply({ ...page(['whole'], 0), reset: true })
    expect(await shown()).toEqual(['whole'])
    expect(await content.rows.count()).toBe(1)
  })

  it('[S96] comes again from the start after a refill, and what is shown stays till then', async () => {
    const { content, shown, apply } = setUp()
    await apply(page(['a'], 0))
    await refill(content, 'pub')
    expect([await shown(), await readPosition(content, 'pub')]).toMatchObject([['a'], { fill: 2, cursor: 0 }])
    await apply(page(['b'], 0))
    expect(await shown()).toEqual(['b'])
  })
})

describe('A result', () => {
  async function setUp() {
    const { storage } = await switchOn()
    const id = newRequestId()
    const first = await store(storage, need(id), tick())
    const second = await store(storage, message(id, 'hello'), tick())
    const reader = (await currentReader())!.id
    const outbox = storage.outboxOf(reader)
    const states = async () => (await outbox.commands.orderBy('order').toArray()).map(command => command.state)
    return { storage, first, second, reader, outbox, states, scope: `r:${reader}` }
  }
  const rejected = { kind: 'rejected' as const, rejection: { code: 'invalid' as const, params: {}, canDo: [] } }

  it('[S93] lets a command go only when its scope was whole at its version', async () => {
    const { storage, first, second, reader, outbox, states, scope } = await setUp()
    await keepResults(outbox, [first, second].map(({ mid }, index) => ({ mid, result: { kind: 'applied', scopes: { [scope]: 3 + index } } })), tick())
    await markArrived(storage, reader, tick())
    expect(await states()).toEqual(['applied', 'applied'])
    await applyPage(storage.baseOf(reader), { scope: `r:${reader}`, puts: [], dels: [], next: 4, more: true }, { fill: 1, cursor: 0 })
    await markArrived(storage, reader, tick())
    expect(await states()).toEqual(['applied', 'applied'])
    await applyPage(storage.baseOf(reader), { scope: `r:${reader}`, puts: [], dels: [], next: 4, more: false }, { fill: 1, cursor: 4 })
    await markArrived(storage, reader, tick())
    expect(await states()).toEqual(['arrived', 'arrived'])
  })

  it('[S93] that names none of our scopes has nothing to wait for', async () => {
    const { storage, first, reader, outbox, states } = await setUp()
    await keepResults(outbox, [{ mid: first.mid, result: { kind: 'applied', scopes: { 'r:somebody-else': 9 } } }], tick())
    await markArrived(storage, reader, tick())
    expect(await states()).toEqual(['arrived', 'queued'])
  })

  it('[S40] is final: one that comes late or twice changes nothing', async () => {
    const { storage, first, second, reader, outbox, states } = await setUp()
    await keepResults(outbox, [{ mid: first.mid, result: { kind: 'applied', scopes: {} } }, { mid: second.mid, result: rejected }], tick())
    await markArrived(storage, reader, tick())
    await keepResults(outbox, [{ mid: first.mid, result: { kind: 'applied', scopes: {} } }, { mid: second.mid, result: { kind: 'applied', scopes: {} } }], tick())
    expect(await states()).toEqual(['arrived', 'attention'])
  })

  it('[S40] takes the place of "parked", which is none yet', async () => {
    const { first, outbox, states } = await setUp()
    await keepResults(outbox, [{ mid: first.mid, result: { kind: 'parked' } }], tick())
    expect(await states()).toEqual(['attention', 'queued'])
    await keepResults(outbox, [{ mid: first.mid, result: { kind: 'applied', scopes: { 'r:x': 1 } } }], tick())
    expect(await states()).toEqual(['applied', 'queued'])
  })
})
