import { describe, expect, it } from 'vitest'
import { answerFor } from '#server/http/answer-version.ts'

const moved = { status: 409, body: { protocol: 'servus-sync/2', error: { code: 'moved', detail: { account: 'a', member: 'b' } } } }

describe('An answer in an older version', () => {
  it('[S212] asks a guest that was moved for the newer app', () => {
    expect(answerFor(1, moved)).toEqual({ status: 426, body: { protocol: 'servus-sync/1', error: { code: 'update-needed' } } })
    expect(answerFor(2, moved)).toEqual(moved)
  })

  it('[S176] says in known words that an account has no room', () => {
    const full = { kind: 'rejected', rejection: { code: 'files-full', params: {}, canDo: ['submit'] } }
    const known = { kind: 'rejected', rejection: { code: 'invalid', params: { field: 'files' }, canDo: ['submit'] } }
    const lines = [{ seq: 1, mid: 'a', status: 'done', result: full }, { seq: 2, mid: 'b', status: 'later' }, { seq: 3, mid: 'c', status: 'done', result: { kind: 'void' } }]
    const [, ...others] = lines
    const push = { status: 200, body: { protocol: 'servus-sync/2', lines } }
    expect(answerFor(1, push)).toEqual({ status: 200, body: { protocol: 'servus-sync/1', lines: [{ seq: 1, mid: 'a', status: 'done', result: known }, ...others] } })
    expect(answerFor(2, push)).toEqual(push)
    const stopped = (protocol: string, result: unknown) =>
      ({ status: 503, body: { protocol, error: { code: 'busy', detail: { lines: [{ seq: 1, mid: 'a', status: 'done', result }] } } } })
    expect(answerFor(1, stopped('servus-sync/2', full))).toEqual(stopped('servus-sync/1', known))
    const pull = { status: 200, body: { protocol: 'servus-sync/2', results: [{ seq: 1, mid: 'a', result: full }] } }
    expect(answerFor(1, pull)).toEqual({ status: 200, body: { protocol: 'servus-sync/1', results: [{ seq: 1, mid: 'a', result: known }] } })
    const upload = { status: 413, body: { protocol: 'servus-sync/2', error: { code: 'account-full' } } }
    expect(answerFor(1, upload)).toEqual({ status: 413, body: { protocol: 'servus-sync/1', error: { code: 'too-large' } } })
    expect(answerFor(2, upload)).toEqual(upload)
  })

  it('leaves what is no object as it is', () => {
    expect(answerFor(1, { status: 200, body: ['a'] })).toEqual({ status: 200, body: ['a'] })
  })
})
