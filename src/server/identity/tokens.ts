import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'

/** An opaque token of 256 random bits. */
export const makeToken = () => randomBytes(32).toString('base64url')

/** What is kept of a token or secret: they are random, so one round of SHA-256 is enough. */
export const hashToken = (token: string) => createHash('sha256').update(token).digest('hex')

/** Compares hashes without telling by the time taken where they differ. An empty hash fits nothing. */
export function isSameHash(one: string, other: string): boolean {
  return one !== '' && one.length === other.length && timingSafeEqual(Buffer.from(one), Buffer.from(other))
}
