import { createHash } from 'node:crypto'
import { createReadStream, readFileSync } from 'node:fs'
import { join } from 'node:path'
import * as v from 'valibot'
import { DatabaseProblem } from '../db/database-problem.ts'

const entrySchema = v.strictObject({ path: v.string(), size: v.number(), sha256: v.string() })

/** What a backup says of itself. `entries` are all its other files as they lie there; `counts`: rows by table. */
const manifestSchema = v.strictObject({
  format: v.literal('servus-backup/1'),
  at: v.number(),
  kind: v.picklist(['sqlite', 'postgres']),
  epoch: v.string(),
  schema: v.array(v.string()),
  counts: v.record(v.string(), v.number()),
  isSealed: v.boolean(),
  entries: v.array(entrySchema),
})
export type Manifest = v.InferOutput<typeof manifestSchema>
export type Entry = v.InferOutput<typeof entrySchema>

export const manifestName = 'manifest.json'

/** Throws a DatabaseProblem where the folder is not a backup. */
export function readManifest(folder: string): Manifest {
  try {
    return v.parse(manifestSchema, JSON.parse(readFileSync(join(folder, manifestName), 'utf8')))
  } catch (error) {
    throw new DatabaseProblem(`${folder} is not a whole backup: its ${manifestName} is missing or cannot be read.`, { cause: error })
  }
}

export async function describeFile(folder: string, path: string): Promise<Entry> {
  const hash = createHash('sha256')
  let size = 0
  for await (const chunk of createReadStream(join(folder, path)) as AsyncIterable<Buffer>) {
    hash.update(chunk)
    size += chunk.length
  }
  return { path, size, sha256: hash.digest('hex') }
}

/** The files that are missing or not as they were written; empty where all is well. */
export async function findDamaged(folder: string, { entries }: Manifest): Promise<string[]> {
  const damaged: string[] = []
  for (const entry of entries) {
    const found = await describeFile(folder, entry.path).catch(() => undefined)
    if (found?.sha256 !== entry.sha256 || found.size !== entry.size) damaged.push(entry.path)
  }
  return damaged
}
