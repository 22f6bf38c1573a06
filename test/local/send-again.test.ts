import { beforeEach, describe, expect, it } from 'vitest'
import type { DeviceStorage } from '#local/device-storage.ts'
import { discardCommand, readOutbox, restoreCommand } from '#local/outbox.ts'
import type { OutboxDatabase, StoredCommand } from '#local/outbox-database.ts'
import { projectedRequest } from '#local/requests.ts'
import { renewDiscarded, sendAgain } from '#local/send-again.ts'
import { newRequestId, submit } from '#local/submit.ts'
import { message, need, switchOn, textOf } from './phone.ts'

let storage: DeviceStorage
let outbox: OutboxDatabase
let reader: string
beforeEach(async () => { storage = (await switchOn()).storage })

/** A request with two messages behind it, none of it sent. */
async function writeThree() {
  const id = newRequestId()
  const first = await submit(need(id))
  const texts = [await submit(message(id, 'First')), await submit(message(id, 'Second'))]
  reader = (await storage.device.readers.toArray())[0]!.id
  outbox = storage.outboxOf(reader)
  return { id, first, texts }
}

const refuse = async ({ mid }: StoredCommand, code: 'not-allowed-now' | 'dependency') => {
  await outbox.results.put({ mid, at: 1, result: { kind: 'rejected', rejection: { code, params: {}, canDo: [] } } })
  await outbox.commands.update(mid, { state: 'attention' })
}
const waitingTexts = async () => (await readOutbox()).waiting.map(({ command }) => textOf(command))

describe('A changed command', () => {
  it('[S201] takes the place of the one that waited, which goes as void under its own number', async () => {
    const { id, texts: [first] } = await writeThree()
    const sent = await sendAgain(reader, first!.mid, { text: 'First, put better' })
    expect(await waitingTexts()).toEqual(['Water stays in the drum', 'Second', 'First, put better'])
    const kept = await outbox.commands.orderBy('order').toArray()
    expect(kept.map(({ seq, isVoided }) => [seq, isVoided ?? false])).toEqual([[1, false], [2, true], [3, false], [4, false]])
    expect(sent!.mid).not.toBe(first!.mid)
    expect((await projectedRequest(id))?.events.flatMap(({ body }) => ('text' in body ? [body.text] : []))).toEqual(['Water stays in the drum', 'Second', 'First, put better'])
  })

  it('[S201] takes along what depends on it, in its order, and its files', async () => {
    const { id, first, texts } = await writeThree()
    await outbox.files.add({ id: newRequestId(), sha256: 'a'.repeat(64), size: 1, type: 'image/jpeg', mid: first.mid, requestId: id, parts: 1, state: 'kept' })
    if (first.name !== 'submit') throw new Error('not a request')
    const sent = await sendAgain(reader, first.mid, { ...first.args, text: 'Water stays, and it smells' })
    const { waiting } = await readOutbox()
    expect(waiting.map(({ command }) => textOf(command))).toEqual(['Water stays, and it smells', 'First', 'Second'])
    expect(waiting.slice(1).map(({ command }) => command.dependsOn)).toEqual([[sent!.mid], [sent!.mid]])
    expect(texts.every(({ mid }) => waiting.every(({ command }) => command.mid !== mid))).toBe(true)
    expect((await outbox.files.toArray()).map(file => file.mid)).toEqual([sent!.mid])
  })

  it('[S201] takes the place of one that was refused, with what was refused for its sake and nothing else', async () => {
    const { first, texts: [behind, other] } = await writeThree()
    await refuse(first, 'not-allowed-now')
    await refuse(behind!, 'dependency')
    await refuse(other!, 'not-allowed-now')
    await sendAgain(reader, first.mid, first.args)
    expect(await waitingTexts()).toEqual(['Water stays in the drum', 'First'])
    expect((await readOutbox()).attention.map(({ command }) => textOf(command))).toEqual(['Second'])
  })

  it('[S201] is not made of one that the server has taken, and malformed words leave everything as it was', async () => {
    const { texts: [first, second] } = await writeThree()
    await outbox.commands.update(first!.mid, { state: 'applied' })
    expect(await sendAgain(reader, first!.mid, { text: 'Too late' })).toBeUndefined()
    await refuse(second!, 'not-allowed-now')
    await expect(sendAgain(reader, second!.mid, { text: ' ' })).rejects.toThrow(/postMessage/)
    expect(await outbox.commands.count()).toBe(3)
    expect((await outbox.commands.get(second!.mid))?.state).toBe('attention')
  })

  it('[S98] [S201] brings back what was discarded where the server may have heard of that, and nothing that has taken effect', async () => {
    const { first, texts: [behind] } = await writeThree()
    await discardCommand(reader, first.mid)
    await outbox.commands.toCollection().modify({ wasVoidSent: true })
    expect(await restoreCommand(reader, first.mid)).toBe(false)
    await outbox.commands.update(behind!.mid, { state: 'applied' })
    await renewDiscarded(reader, first.mid)
    expect(await waitingTexts()).toEqual(['Water stays in the drum', 'Second'])
    expect(await renewDiscarded(reader, behind!.mid)).toBeUndefined()
  })
})
