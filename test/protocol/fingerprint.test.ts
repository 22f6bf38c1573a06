import { createHash } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { protocolVersion, servedVersions } from '#protocol/version.ts'
import { root } from '../architecture/source-files.ts'
import { readAnsweredShapes, readSentShapes } from './wire-shapes.ts'

type Fingerprint = Record<string, string>

const path = join(root, 'src/protocol/fingerprint.json')
const advice = `A wire shape has changed. Raise protocolVersion and go on serving version ${protocolVersion}; or, before the first release alone, `
  + 'write the fingerprint anew: SERVUS_WRITE_FINGERPRINT=1 npx vitest run test/protocol/fingerprint.test.ts'

const readStored = () => (existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : {}) as Record<string, Fingerprint>
const hash = (text: string) => createHash('sha256').update(text).digest('hex').slice(0, 16)

describe('The shapes on the wire', () => {
  let present: Fingerprint
  let shapes: Record<string, string>
  beforeAll(async () => {
    shapes = { ...await readSentShapes(), ...readAnsweredShapes() }
    present = Object.fromEntries(Object.entries(shapes).sort(([one], [other]) => (one < other ? -1 : 1)).map(([name, shape]) => [name, hash(shape)]))
    if (process.env.SERVUS_WRITE_FINGERPRINT === '1') writeFileSync(path, `${JSON.stringify({ ...readStored(), [protocolVersion]: present }, undefined, 2)}\n`)
  })

  it('are those of this version of the protocol', () => {
    expect(present, advice).toEqual(readStored()[protocolVersion])
  })

  it('are kept for every version that is served', () => {
    expect(Object.keys(readStored())).toEqual(expect.arrayContaining(servedVersions.map(String)))
  })

  it('are seen to the bottom: limits of what is sent, and the domain\'s types in what is answered', () => {
    expect(shapes['command.ts fileRefSchema']).toContain('"maximum":8388608')
    expect(shapes['args postMessage']).toContain('"maxLength":8000')
    expect(shapes['rows.ts ReaderRows']).toContain('type: "messagePosted"')
    expect(shapes['desk.ts DeskAnswer']).toContain('status: "conflict"')
    expect(Object.entries(shapes).filter(([, shape]) => /: any\b|\(any\)|\.\.\./.test(shape)).map(([name]) => name)).toEqual([])
  })
})
