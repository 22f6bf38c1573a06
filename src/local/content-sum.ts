import { shaPrefix } from './sha256.ts'

type Versioned = { kind: string, key: string, version: number }

/** The content hash of a scope without rows. */
export const emptySum = '0'.repeat(16)

/** The rows' part of a content hash: the sum of the first 8 bytes of SHA-256(`kind|key|version`) of each. */
export function sumOf(rows: readonly Versioned[]): bigint {
  // Two halves as plain numbers: exact for two million rows, and much faster than one bigint for each row.
  let high = 0
  let low = 0
  for (const { kind, key, version } of rows) {
    const [first, second] = shaPrefix(`${kind}|${key}|${version}`)
    high += first
    low += second
  }
  return (BigInt(high) << 32n) + BigInt(low)
}

/** A content hash after rows came and went: modulo 2^64, 16 hex digits in and out. */
export const changeSum = (sum: string, added: bigint, removed: bigint): string =>
  BigInt.asUintN(64, BigInt(`0x${sum}`) + added - removed).toString(16).padStart(16, '0')
