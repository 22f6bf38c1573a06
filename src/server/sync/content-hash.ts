import { createHash } from 'node:crypto'

const modulus = 2n ** 64n
export const emptyHash = '0'.repeat(16)

/** One row's part of a scope's content hash: the first 8 bytes of SHA-256 over kind|key|version. */
export const rowHash = (kind: string, key: string, version: number): bigint =>
  createHash('sha256').update(`${kind}|${key}|${version}`).digest().readBigUInt64BE(0)

/** Adds and takes away rows' parts, modulo 2^64; 16 hex digits in and out. */
export function changeHash(hash: string, added: Iterable<bigint>, removed: Iterable<bigint>): string {
  let sum = BigInt(`0x${hash}`)
  for (const part of added) sum += part
  for (const part of removed) sum -= part
  return (((sum % modulus) + modulus) % modulus).toString(16).padStart(16, '0')
}
