import * as v from 'valibot'
import { uuidSchema } from '#domain/ids.ts'
import { maxFileBytes } from '#protocol/command.ts'
import { fileStateHeader, fileCodeHeader, type FileAnswer, uploadComplete, uploadLength, uploadOffset, type UploadAnswer } from '#protocol/files.ts'
import { protocolName } from '#protocol/version.ts'
import { type Arrived, readArriving } from '../http/read-arriving.ts'
import { Refusal } from '../http/refusal.ts'
import { type Route, route } from '../http/route.ts'
import type { MemberCaller } from '../identity/caller.ts'
import type { Installation } from '../installation.ts'
import { findDeskFile, findMembersFile, type StoredFile } from './file-repository.ts'
import { progressOf, receivePart, receiveWhole } from './receive-part.ts'

/** A sender that brings nothing for so long is cut; what came is kept, and the device goes on from there. */
export const idleLimitMs = 20_000

const deskUploadSchema = v.strictObject({ account: v.optional(uuidSchema) })
const isId = (id: string | undefined): id is string => v.is(uuidSchema, id)

/** Whose file it is comes first: a foreign file and one that nobody declared look the same. */
async function findDeclared({ db }: Installation, caller: MemberCaller, id: string | undefined): Promise<StoredFile> {
  const file = isId(id) ? await findMembersFile(db, caller.account, id) : undefined
  if (!file) throw new Refusal('not-declared')
  return file
}

/** The whole file; where the line breaks or stalls, what has come is kept as the first part. */
async function receive(installation: Installation, request: Request, file: StoredFile | undefined): Promise<FileAnswer> {
  if (!file) throw new Refusal('not-declared')
  const arrived = await readArriving(request, maxFileBytes, installation.uploadIdleMs ?? idleLimitMs)
  if (arrived.end !== 'done' && arrived.bytes.byteLength < file.size) {
    const kept = await receivePart(installation, file, 0, arrived.bytes).catch(() => progressOf(installation, file))
    throw brokenOff(kept.offset)
  }
  return { protocol: protocolName, file: await receiveWhole(installation, file, arrived.bytes) }
}

/** Mostly nobody hears this any more. */
const brokenOff = (offset: number) => new Refusal('busy', { detail: { offset }, retryAfterSeconds: 1 })

async function append(installation: Installation, request: Request, file: StoredFile): Promise<UploadAnswer> {
  const offset = readWhole(request, uploadOffset)
  if (offset === undefined) throw badHeader(uploadOffset)
  const length = readWhole(request, uploadLength)
  if (length !== undefined && length !== file.size) throw badHeader(uploadLength)
  const arrived: Arrived = await readArriving(request, maxFileBytes, installation.uploadIdleMs ?? idleLimitMs)
  const progress = await receivePart(installation, file, offset, arrived.bytes)
  if (arrived.end !== 'done' && progress.row.state === 'awaited') throw brokenOff(progress.offset)
  return { protocol: protocolName, file: progress.row, offset: progress.offset }
}

/** A header with a whole number; undefined where it is absent. */
function readWhole(request: Request, name: string): number | undefined {
  const text = request.headers.get(name)
  if (text === null) return undefined
  if (!/^\d{1,15}$/.test(text)) throw badHeader(name)
  return Number(text)
}

const badHeader = (field: string) => new Refusal('bad-request', { issues: [{ field, problem: 'is not the number that is needed here' }] })

async function tellProgress(installation: Installation, file: StoredFile): Promise<Response> {
  const { row, offset } = await progressOf(installation, file)
  return new Response(null, {
    headers: {
      [uploadOffset]: String(offset), [uploadLength]: String(file.size), [uploadComplete]: row.state === 'ready' ? '?1' : '?0',
      [fileStateHeader]: row.state, ...(row.code === undefined ? {} : { [fileCodeHeader]: row.code }),
    },
  })
}

export const uploadRoutes: Route[] = [
  route({
    method: 'HEAD', path: '/api/files/:id', policy: 'reader',
    summary: 'How many bytes of a declared file are here, and its state',
    handle: async ({ installation, caller, params }) => tellProgress(installation, await findDeclared(installation, caller, params.id)),
  }),
  route({
    method: 'PATCH', path: '/api/files/:id', policy: 'reader', isRaw: true, maxBodyBytes: maxFileBytes,
    summary: 'Bytes of a declared file from Upload-Offset on',
    handle: async ({ installation, caller, params, request }) => append(installation, request, await findDeclared(installation, caller, params.id)),
  }),
  route({
    method: 'PUT', path: '/api/files/:id', policy: 'reader', isRaw: true, maxBodyBytes: maxFileBytes,
    summary: 'The bytes of a file that an applied command declared',
    handle: async ({ installation, caller, params, request }) => receive(installation, request, await findDeclared(installation, caller, params.id)),
  }),
  route({
    method: 'PUT', path: '/api/desk/files/:id', policy: 'staff', query: deskUploadSchema, isRaw: true, maxBodyBytes: maxFileBytes,
    summary: 'The bytes of a file that a command of staff declared',
    async handle({ installation, params, query, request }) {
      const file = isId(params.id) ? await findDeskFile(installation.db, params.id, query.account) : undefined
      return receive(installation, request, file)
    },
  }),
]
