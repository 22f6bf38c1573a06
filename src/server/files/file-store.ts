import { randomBytes, randomUUID } from 'node:crypto'
import { mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'

/** Where bytes of files lie. Keys are made by `fileKey` and `partKey`; writing the same key again replaces. */
export type FileStore = {
  /** Resolves once the bytes would survive a power cut. */
  put: (key: string, bytes: Uint8Array) => Promise<void>
  get: (key: string) => Promise<Uint8Array<ArrayBuffer> | undefined>
  /** What is not there is removed already. */
  remove: (key: string) => Promise<void>
  /** Every key that begins so, in no certain order; what is written or removed meanwhile may be among them or not. */
  list: (prefix?: string) => AsyncIterable<string>
  /** Where files lie that are not on this machine, in words: what keeps them is to back them up. */
  elsewhere?: string
}

export type FileVariant = 'full' | 'thumb'

/** A new file's name in the store, 64 hex digits: random, so that nothing from outside becomes a path. */
export const drawStoreKey = (): string => randomBytes(32).toString('hex')

/** The name of a file's bytes, by the `store_key` of its row; in 256 folders. */
export const fileKey = (storeKey: string, variant: FileVariant): string => `${storeKey.slice(0, 2)}/${storeKey}.${variant}`

/** Bytes of uploads under way lie apart. */
export const partsFolder = 'part/'

/** A name for bytes that came at a time: when they were abandoned can be told without their row. */
export const partKey = (at: number): string => `${partsFolder}${String(at).padStart(15, '0')}-${randomBytes(16).toString('hex')}`

/** When bytes came; NaN for a key that is no part's. */
export const timeOfPart = (key: string): number => Number(/^part\/(\d{15})-/.exec(key)?.[1])

/** Files below a folder of this machine. */
export function folderStore(folder: string): FileStore {
  const pathOf = (key: string) => join(folder, key)
  return {
    async put(key, bytes) {
      const path = pathOf(key)
      await mkdir(dirname(path), { recursive: true, mode: 0o700 })
      const draft = `${path}.${randomUUID()}`
      try {
        await writeThrough(draft, bytes)
        await rename(draft, path)
      } catch (error) {
        await rm(draft, { force: true })
        throw error
      }
      await syncFolder(dirname(path))
    },
    async get(key) {
      try {
        return new Uint8Array(await readFile(pathOf(key)))
      } catch (error) {
        if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
        throw error
      }
    },
    remove: key => rm(pathOf(key), { force: true }),
    async* list(prefix = '') {
      for await (const key of walk(folder)) if (key.startsWith(prefix)) yield key
    },
  }
}

async function writeThrough(path: string, bytes: Uint8Array) {
  const file = await open(path, 'wx', 0o600)
  try {
    await file.writeFile(bytes)
    await file.sync()
  } finally {
    await file.close()
  }
}

async function syncFolder(path: string) {
  const folder = await open(path)
  try {
    await folder.sync()
  } finally {
    await folder.close()
  }
}

/** A draft that a crash left behind is no key. */
const isDraft = (name: string) => /\.[0-9a-f-]{36}$/.test(name)

async function* walk(folder: string, above = ''): AsyncIterable<string> {
  const entries = await readdir(join(folder, above), { withFileTypes: true }).catch(() => [])
  for (const entry of entries) {
    const key = above === '' ? entry.name : `${above}/${entry.name}`
    if (entry.isDirectory()) yield* walk(folder, key)
    else if (!isDraft(entry.name)) yield key
  }
}
