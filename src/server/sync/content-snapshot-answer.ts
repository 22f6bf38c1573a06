import { promisify } from 'node:util'
import { gunzip } from 'node:zlib'
import type { Scope } from '#protocol/scopes.ts'
import type { Database } from '../db/database.ts'
import { accepts } from '../http/answer.ts'
import { Refusal } from '../http/refusal.ts'
import { isUnchanged } from '../http/static-files.ts'
import { readSnapshotBytes } from './content-snapshot-repository.ts'

type Bytes = { gzip: Buffer, brotli: Buffer }

const decompress = promisify(gunzip)
const mostKept = 8
const keptByDatabase = new WeakMap<Database, Map<string, Bytes>>()

/** A snapshot's bytes as they are kept: whoever has them once never asks for them again. One that is gone is 404, and no cache keeps that. */
export async function answerSnapshot(database: Database, scope: Scope, hash: string, request: Request): Promise<Response> {
  const bytes = await readBytes(database, scope, hash)
  const headers = {
    'content-type': 'application/x-ndjson; charset=utf-8',
    'cache-control': 'public, max-age=31536000, immutable',
    etag: `W/"${hash}"`,
    vary: 'accept-encoding',
  }
  if (isUnchanged(request, `"${hash}"`)) return new Response(null, { status: 304, headers })
  for (const [encoding, encoded] of [['br', bytes.brotli], ['gzip', bytes.gzip]] as const) {
    if (accepts(request, encoding)) return new Response(new Uint8Array(encoded), { headers: { ...headers, 'content-encoding': encoding } })
  }
  return new Response(new Uint8Array(await decompress(bytes.gzip)), { headers })
}

async function readBytes(database: Database, scope: Scope, hash: string): Promise<Bytes> {
  const kept = keptByDatabase.get(database) ?? new Map<string, Bytes>()
  keptByDatabase.set(database, kept)
  const name = `${scope} ${hash}`
  const bytes = kept.get(name) ?? await readSnapshotBytes(database.db, scope, hash)
  if (!bytes) throw new Refusal('not-found')
  kept.delete(name)
  kept.set(name, bytes)
  if (kept.size > mostKept) kept.delete(kept.keys().next().value!)
  return bytes
}
