import { describe, expect, it } from 'vitest'
import { answerFor } from '#server/http/answer-version.ts'

const moved = { status: 409, body: { protocol: 'servus-sync/2', error: { code: 'moved', detail: { account: 'a', member: 'b' } } } }

describe('An answer in an older version', () => {
  it('[S212] asks a guest that was moved for the newer app', () => {
    expect(answerFor(1, moved)).toEqual({ status: 426, body: { protocol: 'servus-sync/1', error: { code: 'update-needed' } } })
    expect(answerFor(2, moved)).toEqual(moved)
  })

  it('leaves what is no object as it is', () => {
    expect(answerFor(1, { status: 200, body: ['a'] })).toEqual({ status: 200, body: ['a'] })
  })
})
