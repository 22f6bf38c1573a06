import type { fileTypes } from '#protocol/command.ts'

export type FileType = (typeof fileTypes)[number]

const startsWith = (bytes: Uint8Array, ...start: number[]) => start.every((byte, index) => bytes[index] === byte)
const ascii = (bytes: Uint8Array, from: number, to: number) => String.fromCharCode(...bytes.subarray(from, to))

/** What the bytes themselves say they are, whatever was declared; undefined for anything that is not accepted. */
export function sniffType(bytes: Uint8Array): FileType | undefined {
  if (startsWith(bytes, 0xFF, 0xD8, 0xFF)) return 'image/jpeg'
  if (startsWith(bytes, 0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A)) return 'image/png'
  if (ascii(bytes, 0, 4) === 'RIFF' && ascii(bytes, 8, 12) === 'WEBP') return 'image/webp'
  return undefined
}
