import sharp from 'sharp'

/** A real JPEG with place data in it, as a phone's camera makes one. */
export async function photoOfNoise(): Promise<Buffer> {
  return sharp({ create: { width: 1600, height: 1200, channels: 3, noise: { type: 'gaussian', mean: 128, sigma: 40 }, background: '#888' } })
    .jpeg({ quality: 80 })
    .withExif({ IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '59/1 51/1 30/1', GPSLongitudeRef: 'E', GPSLongitude: '17/1 38/1 0/1' } })
    .toBuffer()
}
