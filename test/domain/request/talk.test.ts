import { describe, expect, it } from 'vitest'
import { photo, submitted } from './example-histories.ts'
import { client, executor, manager, onlooker, reception, support } from './example-shop.ts'

const id = 'a0000000-0000-4000-8000-000000000001'
const said = submitted.give('postMessage', { text: 'Mind the dog' })
const number = said.row.lastEvent

describe('a message', () => {
  it('can be taken back by its writer until somebody else has written', () => {
    const gone = said.give('withdrawMessage', { event: number })
    expect(gone.row).toMatchObject({ messages: { count: 0 }, lastMessages: [] })
    expect(gone.refusal('withdrawMessage', { event: number })).toBe('already-seen')
    expect(said.refusal('withdrawMessage', { event: number }, reception)).toBe('not-yours')
    expect(said.give('postMessage', { text: 'We do' }, reception).refusal('withdrawMessage', { event: number })).toBe('already-seen')
    expect(said.give('postMessage', { text: 'And the cat' }).refusal('withdrawMessage', { event: number })).toBeUndefined()
  })

  it('is none where it moved the request: a question and an answer stay', () => {
    const asked = submitted.give('ask', { text: 'Which model?' }, support)
    expect(asked.refusal('withdrawMessage', { event: asked.row.lastEvent }, support)).toBe('already-seen')
    const answered = asked.give('answer', { text: 'WA-12' })
    expect(answered.refusal('withdrawMessage', { event: answered.row.lastEvent })).toBe('already-seen')
    expect(said.give('ask', { text: 'Which dog?' }, support).refusal('withdrawMessage', { event: number })).toBe('already-seen')
  })

  it('comes from whoever has a part in the request, and nobody else', () => {
    for (const actor of [client, reception, executor, support, manager]) expect(submitted.refusal('postMessage', { text: 'Hello' }, actor)).toBeUndefined()
    expect(submitted.refusal('postMessage', { text: 'Hello' }, onlooker)).toBe('not-allowed-for-you')
  })
})

describe('files', () => {
  it('go with the first event of a command', () => {
    expect(submitted.give('attach', {}, client, { files: [photo] }).shared.at(-1)).toMatchObject({ files: [photo], body: { type: 'filesAttached' } })
    expect(submitted.refusal('attach', {})).toBe('file-missing')
    expect(submitted.refusal('attach', {}, client, { files: [] })).toBe('file-missing')
  })
})

describe('a remark', () => {
  const remarked = submitted.give('remark', { id, kind: 'complaint', text: 'Nobody called' })

  it('is open until staff answer it, once', () => {
    expect(remarked.row.remarks).toEqual([{ id, kind: 'complaint', text: 'Nobody called', at: remarked.row.updatedAt, isAnswered: false }])
    const answered = remarked.give('answerRemark', { remarkId: id, text: 'We are sorry' }, reception)
    expect(answered.row.remarks[0]?.isAnswered).toBe(true)
    expect(answered.refusal('answerRemark', { remarkId: id, text: 'Again' }, reception)).toBe('already-answered')
    expect(submitted.refusal('answerRemark', { remarkId: id, text: 'What?' }, reception)).toBe('no-such-remark')
    expect(remarked.refusal('remark', { id, kind: 'wish', text: 'Twice' })).toBe('already-there')
  })
})

describe('what only staff see', () => {
  it('is counted on its own and leaves no trace in the row', () => {
    const noted = submitted.give('note', { text: 'Pays late' }, manager).give('setPriority', { priority: 'low' }, manager)
    expect(noted.row).toEqual(submitted.row)
    expect(noted.events.map(event => [event.stream, event.number])).toEqual([['shared', 1], ['desk', 1], ['desk', 2]])
  })

  it('has one public side: who will come', () => {
    const assigned = submitted.give('assign', { staffId: id, name: 'Elin' }, reception)
    expect(assigned.events.slice(1).map(event => [event.stream, event.body.type])).toEqual([['desk', 'assigned'], ['shared', 'executorNamed']])
    expect(assigned.row.executor).toBe('Elin')
  })
})
