import { makeRandom, type Random } from './random.ts'

export * from 'node:crypto'

let random: Random = makeRandom(0)

/** Whatever the server draws from now on comes from this. */
export const drawFrom = (source: Random) => { random = source }

export const randomBytes = (size: number): Buffer => Buffer.from(random.bytes(size))

export const randomInt = (min: number, max?: number): number => (max === undefined ? random.below(min) : min + random.below(max - min))

export function randomUUID(): `${string}-${string}-${string}-${string}-${string}` {
  const hex = randomBytes(16).toString('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20)}`
}
