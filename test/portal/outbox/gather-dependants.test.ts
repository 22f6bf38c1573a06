import { describe, expect, it } from 'vitest'
import { gatherDependants } from '../../../src/portal/outbox/gather-dependants.ts'

const item = (mid: string, ...dependsOn: string[]) => ({ command: { mid, ...(dependsOn.length ? { dependsOn } : {}) } })

describe('What waits for something else', () => {
  it('stands beneath it, also through another one, and everything keeps its order', () => {
    const [request, message, other, photo] = [item('request'), item('message', 'request'), item('other'), item('photo', 'message')]
    expect(gatherDependants([request, message, other, photo])).toEqual([{ item: request, behind: [message, photo] }, { item: other, behind: [] }])
  })

  it('stands by itself where what it waited for is not in the list any more', () => {
    const message = item('message', 'gone')
    expect(gatherDependants([message])).toEqual([{ item: message, behind: [] }])
  })
})
