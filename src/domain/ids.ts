import * as v from 'valibot'

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[47][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/
const slug = /^[a-z0-9]+(?:-[a-z0-9]+)*$/

/** A random (version 4) or time-ordered (version 7) UUID in lower case, RFC 9562. */
export const uuidSchema = v.pipe(v.string(), v.regex(uuid, 'is not an id'))
/** Name of a content item: it stands in addresses. */
export const slugSchema = v.pipe(v.string(), v.maxLength(80), v.regex(slug, 'may hold only a-z, 0-9 and single hyphens'))
/** SHA-256 as 64 lower-case hex digits. */
export const sha256Schema = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/, 'is not a SHA-256 hash'))

export type Millis = number
/** Milliseconds since 1970, a safe integer. */
export const millisSchema = v.pipe(v.number(), v.safeInteger(), v.minValue(0))

const crockford = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'

/**
 * The number people quote: 8 Crockford base32 characters (40 bits) of the request's random id, in two groups.
 * Taken from the last 40 bits, which are random in UUID versions 4 and 7 alike.
 */
export function requestNumber(requestId: string): string {
  let bits = BigInt(`0x${requestId.replaceAll('-', '').slice(-10)}`)
  let text = ''
  for (let i = 0; i < 8; i++) {
    text = crockford[Number(bits & 31n)] + text
    bits >>= 5n
  }
  return `${text.slice(0, 4)}-${text.slice(4)}`
}

/** A UUIDv7 (RFC 9562) from a clock and 16 random bytes, both passed in. */
export function uuidv7(now: Millis, random: Uint8Array): string {
  const bytes = Uint8Array.from(random.subarray(0, 16))
  for (let i = 0; i < 6; i++) bytes[i] = Math.floor(now / 2 ** (8 * (5 - i))) % 256
  bytes[6] = 0x70 | (bytes[6]! & 0x0f)
  bytes[8] = 0x80 | (bytes[8]! & 0x3f)
  const hex = Array.from(bytes, byte => byte.toString(16).padStart(2, '0')).join('')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}
