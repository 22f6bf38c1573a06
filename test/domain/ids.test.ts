import fc from 'fast-check'
import * as v from 'valibot'
import { describe, expect, it } from 'vitest'
import { requestNumber, uuidSchema, uuidv7 } from '#domain/ids.ts'

const seed = Number(process.env['SERVUS_SEED'] ?? 20_261_101)
const random = fc.uint8Array({ minLength: 16, maxLength: 16 })
const now = fc.integer({ min: 0, max: 2 ** 48 - 1 })

describe(`a UUIDv7 (seed ${seed})`, () => {
  it('is the one that RFC 9562, appendix A.6, gives as its example', () => {
    const bytes = Uint8Array.from(Buffer.from('0000000000000cc318c4dc0c0c07398f', 'hex'))
    expect(uuidv7(0x017f22e279b0, bytes)).toBe('017f22e2-79b0-7cc3-98c4-dc0c0c07398f')
  })

  it('says version 7, variant 10 and the millisecond, keeps all other random bits, and is an id to us', () => {
    fc.assert(fc.property(now, random, (at, bytes) => {
      const id = uuidv7(at, bytes)
      const value = BigInt(`0x${id.replaceAll('-', '')}`)
      const given = BigInt(`0x${Buffer.from(bytes).toString('hex')}`)
      expect(Number(value >> 80n)).toBe(at)
      expect([(value >> 76n) & 15n, (value >> 62n) & 3n]).toEqual([7n, 2n])
      const kept = (0xfffn << 64n) | ((1n << 62n) - 1n)
      expect(value & kept).toBe(given & kept)
      expect(v.is(uuidSchema, id)).toBe(true)
    }), { seed })
  })

  it('sorts by time, as text', () => {
    fc.assert(fc.property(now, now, random, random, (a, b, one, other) => {
      if (a < b) expect(uuidv7(a, one) < uuidv7(b, other)).toBe(true)
    }), { seed })
  })

  it('leaves the random bytes as they were', () => {
    const bytes = new Uint8Array(16).fill(255)
    uuidv7(1, bytes)
    expect([...bytes]).toEqual(Array<number>(16).fill(255))
  })
})

describe(`the number of a request (seed ${seed})`, () => {
  it('is the last 40 bits in Crockford\'s base32, in two groups', () => {
    expect(requestNumber('00000000-0000-4000-8000-000000000000')).toBe('0000-0000')
    expect(requestNumber('ffffffff-ffff-4fff-bfff-ffffffffffff')).toBe('ZZZZ-ZZZZ')
    expect(requestNumber('00000000-0000-4000-8000-ff0000000001')).toBe('0000-0001')
    // 0x0123456789 = 00000 00100 10001 10100 01010 11001 11100 01001
    expect(requestNumber('00000000-0000-4000-8000-000123456789')).toBe('04HM-ASW9')
  })

  it('has no letter that is read as a digit, and gives the bits back', () => {
    const crockford = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
    fc.assert(fc.property(random, bytes => {
      const id = uuidv7(0, bytes)
      const number = requestNumber(id)
      expect(number).toMatch(/^[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}$/)
      const bits = [...number.replace('-', '')].reduce((sum, letter) => sum * 32 + crockford.indexOf(letter), 0)
      expect(bits).toBe(Number(BigInt(`0x${id.slice(-10)}`)))
    }), { seed })
  })
})
