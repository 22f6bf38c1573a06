import { describe, expect, it } from 'vitest'
import { makeLog } from '#server/log.ts'

describe('The log', () => {
  it('writes one line for each thing said, so that no message can forge another', () => {
    const lines: string[] = []
    makeLog(line => { lines.push(line) }, () => 0).info('Code for a@b.example\n1970-01-01 info forged', { path: 'x\ny' })
    expect(lines).toEqual(['1970-01-01T00:00:00.000Z info Code for a@b.example 1970-01-01 info forged {"path":"x\\ny"}\n'])
  })

  it('keeps an error with its stack', () => {
    const lines: string[] = []
    makeLog(line => { lines.push(line) }).error('It broke', new Error('for a reason'))
    expect(lines[0]).toContain('for a reason')
    expect(lines[0]).toContain('log.test.ts')
  })
})
