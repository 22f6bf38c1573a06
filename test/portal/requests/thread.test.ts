// @vitest-environment happy-dom
import { describe, expect, it } from 'vitest'
import type { AttentionItem, ShownEvent, StuckCommand } from '#local/requests.ts'
import RequestMessage from '../../../src/portal/requests/RequestMessage.vue'
import { clientOf, toThread, type ThreadEntry } from '../../../src/portal/requests/thread.ts'
import { client, executor, reception } from '../../domain/request/example-shop.ts'
import { inProgress, submitted } from '../../domain/request/example-histories.ts'
import { requestId } from '../../domain/request/history.ts'
import { show } from '../speaking.ts'

const talk = submitted.give('postMessage', { text: 'When do you come?' }).give('ask', { text: 'Which model?' }, reception)
const me = clientOf(submitted.row)
const thread = (events: readonly ShownEvent[], stuck: StuckCommand[] = [], attention: AttentionItem[] = []) => toThread({ events, stuck, attention }, me)

const message = { name: 'postMessage' as const, args: { text: 'Are you there?' } }
const stored = { ...message, mid: '0192f3a0-0000-7000-8000-000000000009', requestId, order: 1, sender: requestId, seq: 1, at: 5, state: 'queued' as const, changedAt: 5 }
const rejection = { code: 'not-allowed-for-you' as const, params: {}, canDo: [] }

describe('the thread of a request', () => {
  it('holds what was said, oldest first, with who said it', () => {
    expect(thread(talk.shared).map(({ kind, text, by }) => [kind, text, 'name' in by ? by.name : ''])).toEqual([
      ['submitted', 'Water stays in the drum', 'Maja'], ['message', 'When do you come?', 'Maja'], ['questionAsked', 'Which model?', 'Elin'],
    ])
  })

  it('tells reports and remarks apart from messages, and leaves out what nobody said', () => {
    const told = inProgress.give('report', { text: 'The pump is out' }, executor).give('remark', { id: stored.mid, kind: 'complaint', text: 'Too loud' })
    expect(thread(told.shared).map(({ kind }) => kind)).toEqual(['submitted', 'progressReported', 'complaint'])
  })

  it('tells what is on this phone only from what the business has', () => {
    const [first, ...rest] = talk.shared
    const events: ShownEvent[] = [first!, ...rest.map((event, index): ShownEvent => ({ ...event, pending: index === 0 ? 'onPhone' : 'received' }))]
    expect(thread(events).map(({ state }) => state)).toEqual(['received', 'saved', 'received'])
  })

  it('keeps a message that waits on a changed request, and one that was not taken', () => {
    const stuck: StuckCommand = { command: stored, mark: 'onPhone', rejection }
    const item: AttentionItem = { reader: client.id, command: { ...stored, state: 'attention' }, result: { kind: 'rejected', rejection } }
    expect(thread(talk.shared, [stuck]).at(-1)).toMatchObject({ text: 'Are you there?', state: 'saved' })
    expect(thread(talk.shared, [], [item]).at(-1)).toMatchObject({ text: 'Are you there?', state: 'attention', by: me })
  })

  it('forgets a message that was taken back', () => {
    const said = submitted.give('postMessage', { text: 'Oops' })
    const back = said.give('withdrawMessage', { event: said.row.lastEvent })
    expect(thread(said.shared)).toHaveLength(2)
    expect(thread(back.shared).map(({ text }) => text)).toEqual(['Water stays in the drum'])
  })

  it('says the state of an own message in words, and of no other', async () => {
    const words = async (entry: ThreadEntry) => (await show(RequestMessage, { entry, files: [], reader: client.id })).find('.state')
    const [, own, theirs] = thread(talk.shared)
    expect((await words(own!)).text()).toBe('received by us')
    expect((await words({ ...own!, state: 'saved' })).text()).toBe('saved on this phone')
    expect((await words({ ...own!, state: 'attention' })).text()).toBe('needs your attention')
    expect((await words(theirs!)).exists()).toBe(false)
  })
})
