import * as v from 'valibot'
import { uuidSchema } from '#domain/ids.ts'
import { type Route, route } from '../http/route.ts'
import { findDeskFile, findMembersFile } from './file-repository.ts'
import { serveFile } from './serve-file.ts'

const sizeSchema = v.strictObject({ size: v.optional(v.picklist(['full', 'thumb']), 'full') })
const deskSizeSchema = v.strictObject({ ...sizeSchema.entries, account: v.optional(uuidSchema) })

const isId = (id: string | undefined): id is string => v.is(uuidSchema, id)

export const fileRoutes: Route[] = [
  route({
    method: 'GET', path: '/api/files/:id', policy: 'reader', query: sizeSchema,
    summary: 'A picture, or its thumbnail',
    async handle({ installation, caller, params, query }) {
      const file = isId(params.id) ? await findMembersFile(installation.db, caller.account, params.id) : undefined
      return serveFile(installation, file, query.size)
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
