import { createCipheriv, createDecipheriv, randomBytes, scryptSync } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { open, stat } from 'node:fs/promises'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { DatabaseProblem } from '../db/database-problem.ts'

const saltBytes = 16
const nonceBytes = 12
const tagBytes = 16
const headBytes = saltBytes + nonceBytes

const keyFrom = (secret: string, salt: Buffer) => scryptSync(secret, salt, 32)

/** Writes a stream to a new file; with a secret as AES-256-GCM: salt, nonce, what is sealed, and the tag that proves it. */
export async function writeSealed(source: Readable, path: string, secret: string | undefined): Promise<void> {
  const target = createWriteStream(path, { flags: 'wx', mode: 0o600 })
  if (secret === undefined) return pipeline(source, target)
  const head = randomBytes(headBytes)
  const cipher = createCipheriv('aes-256-gcm', keyFrom(secret, head.subarray(0, saltBytes)), head.subarray(saltBytes))
  target.write(head)
  await pipeline(source, cipher, target, { end: false })
  await new Promise<void>(resolve => { target.end(cipher.getAuthTag(), () => { resolve() }) })
}

/** Brings a file of a backup back to what it was. Throws a DatabaseProblem where the secret does not fit. */
export async function openSealed(path: string, target: string, secret: string | undefined): Promise<void> {
  const plain = createWriteStream(target, { flags: 'wx', mode: 0o600 })
  if (secret === undefined) return pipeline(createReadStream(path), plain)
  const { size } = await stat(path)
  const file = await open(path)
  const head = Buffer.alloc(headBytes)
  const tag = Buffer.alloc(tagBytes)
  try {
    await file.read(head, 0, headBytes, 0)
    await file.read(tag, 0, tagBytes, size - tagBytes)
  } finally {
    await file.close()
  }
  const decipher = createDecipheriv('aes-256-gcm', keyFrom(secret, head.subarray(0, saltBytes)), head.subarray(saltBytes))
  decipher.setAuthTag(tag)
  try {
    await pipeline(createReadStream(path, { start: headBytes, end: size - tagBytes - 1 }), decipher, plain)
  } catch (error) {
    throw new DatabaseProblem('SERVUS_BACKUP_KEY is not the key that this backup was made with.', { cause: error })
  }
}
