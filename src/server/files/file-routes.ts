import * as v from 'valibot'
import { uuidSchema } from '#domain/ids.ts'
import { maxFileBytes } from '#protocol/command.ts'
import type { FileAnswer } from '#protocol/messages.ts'
import { protocolName } from '#protocol/version.ts'
import { readBytes } from '../http/read-body.ts'
import { Refusal } from '../http/refusal.ts'
import { type Route, route } from '../http/route.ts'
import type { Installation } from '../installation.ts'
import { findDeskFile, findMembersFile, type StoredFile } from './file-repository.ts'
import { receiveFile } from './receive-file.ts'
import { serveFile } from './serve-file.ts'

const sizeSchema = v.strictObject({ size: v.optional(v.picklist(['full', 'thumb']), 'full') })
const deskSizeSchema = v.strictObject({ ...sizeSchema.entries, account: v.optional(uuidSchema) })
const deskUploadSchema = v.strictObject({ account: v.optional(uuidSchema) })

const isId = (id: string | undefined): id is string => v.is(uuidSchema, id)

/** Whose file it is comes first: a foreign file and one that nobody declared look the same. */
async function receive(installation: Installation, request: Request, file: StoredFile | undefined): Promise<FileAnswer> {
  if (!file) throw new Refusal('not-declared')
  const row = await receiveFile(installation, file, await readBytes(request, maxFileBytes))
  return { protocol: protocolName, file: row }
}

export const fileRoutes: Route[] = [
  route({
    method: 'PUT', path: '/api/files/:id', policy: 'reader', isRaw: true, maxBodyBytes: maxFileBytes,
    summary: 'The bytes of a file that an applied command declared',
    async handle({ installation, caller, params, request }) {
      const file = isId(params.id) ? await findMembersFile(installation.db, caller.account, params.id) : undefined
      return receive(installation, request, file)
    },
  }),
  route({
    method: 'GET', path: '/api/files/:id', policy: 'reader', query: sizeSchema,
    summary: 'A picture, or its thumbnail',
    async handle({ installation, caller, params, query }) {
      const file = isId(params.id) ? await findMembersFile(installation.db, caller.account, params.id) : undefined
      return serveFile(installation, file, query.size)
    },
  }),
  route({
    method: 'PUT', path: '/api/desk/files/:id', policy: 'staff', query: deskUploadSchema, isRaw: true, maxBodyBytes: maxFileBytes,
    summary: 'The bytes of a file that a command of staff declared',
    async handle({ installation, params, query, request }) {
      const file = isId(params.id) ? await findDeskFile(installation.db, params.id, query.account) : undefined
      return receive(installation, request, file)
    },
  }),
  route({
    method: 'GET', path: '/api/desk/files/:id', policy: 'staff', query: deskSizeSchema,
    summary: 'A picture of any request, or its thumbnail',
    async handle({ installation, params, query }) {
      const file = isId(params.id) ? await findDeskFile(installation.db, params.id, query.account) : undefined
      return serveFile(installation, file, query.size)
    },
  }),
]
