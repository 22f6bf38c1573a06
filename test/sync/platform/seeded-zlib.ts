import { brotliCompressSync, gunzipSync, gzipSync, type BrotliOptions, type ZlibOptions } from 'node:zlib'

export * from 'node:zlib'

type Done = (failure: Error | null, bytes: Buffer) => void

/** At once: threads of the machine would finish whenever they like. */
export const gzip = (bytes: Uint8Array, options: ZlibOptions, done: Done) => done(null, gzipSync(bytes, options))
export const gunzip = (bytes: Uint8Array, done: Done) => done(null, gunzipSync(bytes))
export const brotliCompress = (bytes: Uint8Array, options: BrotliOptions, done: Done) => done(null, brotliCompressSync(bytes, options))
