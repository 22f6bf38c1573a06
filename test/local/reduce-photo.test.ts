import { afterEach, describe, expect, it, vi } from 'vitest'
import { reducePhoto } from '#local/reduce-photo.ts'
import { maxFileBytes } from '#protocol/command.ts'

const jpeg = (size = 1000) => new Blob([new Uint8Array(size).fill(7)], { type: 'image/jpeg' })

/** A browser on a device on which canvases beyond so many pixels find no memory, in one of the ways in which browsers tell it. */
function stubCanvas(most: number, fails: 'throws' | 'noContext' | 'cannotEncode' = 'throws') {
  const tried: number[] = []
  const closed: string[] = []
  vi.stubGlobal('createImageBitmap', async () => ({ width: 4000, height: 3000, close: () => closed.push('bitmap') }))
  vi.stubGlobal('OffscreenCanvas', class {
    readonly isTooLarge: boolean
    constructor(readonly width: number, height: number) {
      tried.push(width)
      this.isTooLarge = width * height > most
      if (this.isTooLarge && fails === 'throws') throw new RangeError('Out of memory')
    }
    getContext() {
      return this.isTooLarge && fails === 'noContext' ? null : { fillRect() {}, drawImage() {} }
    }
    async convertToBlob() {
      if (this.isTooLarge) throw new DOMException('The canvas could not be encoded', 'EncodingError')
      return new Blob([`reduced to ${this.width}`], { type: 'image/jpeg' })
    }
  })
  return { tried, closed }
}

const wordsOf = async (photo: Blob) => new TextDecoder().decode((await reducePhoto(photo))?.bytes)

describe('A photo for which memory does not suffice', () => {
  afterEach(() => vi.unstubAllGlobals())

  it.each(['throws', 'noContext', 'cannotEncode'] as const)('fault 53: steps down until one side fits (%s), and lets each picture go', async fails => {
    const { tried, closed } = stubCanvas(1024 * 768, fails)
    expect(await wordsOf(jpeg())).toBe('reduced to 1024')
    expect([tried, closed]).toEqual([[2048, 1600, 1024], ['bitmap', 'bitmap', 'bitmap']])
  })

  it('is made no smaller than it has to be', async () => {
    stubCanvas(1600 * 1200)
    expect(await wordsOf(jpeg())).toBe('reduced to 1600')
  })

  it('fault 53: keeps the original, byte for byte, where no side fits', async () => {
    stubCanvas(0)
    expect(await reducePhoto(jpeg(1234))).toEqual({ bytes: await jpeg(1234).arrayBuffer(), type: 'image/jpeg' })
  })

  it('fault 53: keeps it where the browser cannot even unfold it; what could never be sent is refused', async () => {
    vi.stubGlobal('createImageBitmap', async () => { throw new DOMException('no memory', 'InvalidStateError') })
    expect((await reducePhoto(jpeg(5)))?.bytes.byteLength).toBe(5)
    expect(await reducePhoto(jpeg(maxFileBytes + 1))).toBeUndefined()
    expect(await reducePhoto(new Blob(['a'], { type: 'image/heic' }))).toBeUndefined()
    expect(await reducePhoto(new Blob([], { type: 'image/png' }))).toBeUndefined()
  })
})
