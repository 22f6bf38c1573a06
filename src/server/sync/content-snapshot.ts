import { createHash } from 'node:crypto'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'
import type { Put, SnapshotStart } from '#protocol/messages.ts'
import type { Scope } from '#protocol/scopes.ts'
import { protocolName } from '#protocol/version.ts'
import type { Database } from '../db/database.ts'
import type { Db } from '../db/tables.ts'
import { readPublicCounter } from './content-page.ts'

/** A public scope as it stood at `version`: `hash` is of its text and stands in its address. */
export type Snapshot = { scope: Scope, hash: string, version: number, rows: number, gzip: Buffer, brotli: Buffer }

/** Snapshots of another protocol or epoch tell nothing to the devices of this one. */
export const editionOf = (epoch: string) => `${protocolName} ${epoch}`

const rowsPerTurn = 250
/** Few bytes less for many times the work is no bargain at the next level. */
const brotliQuality = 9
const compressGzip = promisify(gzip)
const compressBrotli = promisify(brotliCompress)

/** Makes a scope's snapshot of this moment; the same rows give the same hash, whichever process makes it. Other calls get their turn meanwhile. */
export async function makeSnapshot(database: Database, scope: Scope, epoch: string): Promise<Snapshot> {
  const { parts, version, rows } = await database.snapshot(trx => readParts(trx, scope, epoch))
  const hash = createHash('sha256')
  for (const part of parts) {
    hash.update(part)
    await nextTurn()
  }
  const text = Buffer.concat(parts)
  const [zipped, brotli] = await Promise.all([
    compressGzip(text, { level: 9 }),
    compressBrotli(text, { params: { [constants.BROTLI_PARAM_QUALITY]: brotliQuality, [constants.BROTLI_PARAM_SIZE_HINT]: text.length } }),
  ])
  return { scope, hash: hash.digest('hex').slice(0, 32), version, rows, gzip: zipped, brotli }
}

/** Bodies are kept as the JSON that they are: nothing is parsed on the way. */
async function readParts(trx: Db, scope: Scope, epoch: string): Promise<{ parts: Buffer[], version: number, rows: number }> {
  const { version, hash } = await readPublicCounter(trx, scope)
  const parts: Buffer[] = []
  let rows = 0
  for (let last = 0; ;) {
    const found = await trx.selectFrom('public_row').select(['kind', 'key', 'version', 'body'])
      .where('scope', '=', scope).where('version', '>', last).where('op', '=', 'put')
      .orderBy('version').limit(rowsPerTurn).execute()
    parts.push(Buffer.from(found.map(toLine).join('')))
    rows += found.length
    if (found.length < rowsPerTurn) break
    last = found.at(-1)!.version
    await nextTurn()
  }
  const start: SnapshotStart = { protocol: protocolName, epoch, scope, version, rows, hash }
  return { parts: [Buffer.from(`${JSON.stringify(start)}\n`), ...parts], version, rows }
}

const toLine = ({ body, ...row }: Omit<Put, 'body'> & { body: string | null }) =>
  `${JSON.stringify(row).slice(0, -1)},"body":${body ?? 'null'}}\n`
