import { uuidv7, type Millis } from '#domain/ids.ts'

const randomBytes = (count: number) => crypto.getRandomValues(new Uint8Array(count))

/** A new time-ordered id, random enough to be made on any device. */
export const mintId = (now: Millis): string => uuidv7(now, randomBytes(16))

/** 32 random bytes in hex: what a guest proves itself with. */
export const mintSecret = (): string => Array.from(randomBytes(32), byte => byte.toString(16).padStart(2, '0')).join('')
