/** FIPS 180-4, 4.2.2 and 5.3.3: the first 32 bits of the fractional parts of roots of the first primes. */
const { roundKeys, firstState } = makeConstants()
const words = new Int32Array(64)
const state = new Int32Array(8)
const encoder = new TextEncoder()

function makeConstants() {
  const primes: number[] = []
  for (let candidate = 2; primes.length < 64; candidate++) if (primes.every(prime => candidate % prime !== 0)) primes.push(candidate)
  const fraction = (root: number) => (root - Math.floor(root)) * 2 ** 32
  return {
    roundKeys: Int32Array.from(primes, prime => fraction(Math.cbrt(prime)) | 0),
    firstState: Int32Array.from(primes.slice(0, 8), prime => fraction(Math.sqrt(prime)) | 0),
  }
}

/**
 * The first 8 bytes of SHA-256 of a text's UTF-8 (FIPS 180-4), as two numbers of 32 bits. At once, since a transaction of IndexedDB ends
 * while one waits for WebCrypto; for sums that find mistakes, not for secrets.
 */
export function shaPrefix(text: string): [high: number, low: number] {
  const bytes = encoder.encode(text)
  const { length } = bytes
  const size = Math.ceil((length + 9) / 64) * 64
  const padded = new Uint8Array(size)
  padded.set(bytes)
  padded[length] = 0x80
  for (let at = 0; at < 4; at++) padded[size - 1 - at] = (length * 8) >>> (at * 8)
  state.set(firstState)
  for (let offset = 0; offset < size; offset += 64) takeBlock(padded, offset)
  return [state[0]! >>> 0, state[1]! >>> 0]
}

const turn = (word: number, by: number) => (word >>> by) | (word << (32 - by))

/** One block of 64 bytes (6.2.2). */
function takeBlock(bytes: Uint8Array, offset: number) {
  for (let at = 0, from = offset; at < 16; at++, from += 4) words[at] = (bytes[from]! << 24) | (bytes[from + 1]! << 16) | (bytes[from + 2]! << 8) | bytes[from + 3]!
  for (let at = 16; at < 64; at++) {
    const early = words[at - 15]!
    const late = words[at - 2]!
    words[at] = (words[at - 16]! + (turn(early, 7) ^ turn(early, 18) ^ (early >>> 3)) + words[at - 7]! + (turn(late, 17) ^ turn(late, 19) ^ (late >>> 10))) | 0
  }
  let a = state[0]!, b = state[1]!, c = state[2]!, d = state[3]!, e = state[4]!, f = state[5]!, g = state[6]!, h = state[7]!
  for (let at = 0; at < 64; at++) {
    const first = (h + (turn(e, 6) ^ turn(e, 11) ^ turn(e, 25)) + ((e & f) ^ (~e & g)) + roundKeys[at]! + words[at]!) | 0
    const second = ((turn(a, 2) ^ turn(a, 13) ^ turn(a, 22)) + ((a & b) ^ (a & c) ^ (b & c))) | 0
    h = g
    g = f
    f = e
    e = (d + first) | 0
    d = c
    c = b
    b = a
    a = (first + second) | 0
  }
  state[0]! += a
  state[1]! += b
  state[2]! += c
  state[3]! += d
  state[4]! += e
  state[5]! += f
  state[6]! += g
  state[7]! += h
}
