import * as v from 'valibot'
import { isLanguage } from '#domain/language.ts'
import type { ContentHead, ContentPage } from '#protocol/messages.ts'
import { languageScope, publicScope, type Scope } from '#protocol/scopes.ts'
import { protocolName } from '#protocol/version.ts'
import { Refusal } from '../http/refusal.ts'
import { type Route, route } from '../http/route.ts'
import { readContentPage, readPublicVersions } from './content-page.ts'

const sinceSchema = v.strictObject({
  since: v.optional(v.pipe(v.string(), v.regex(/^\d{1,15}$/, 'is not a version'), v.transform(Number)), '0'),
})

function toPublicScope(text: string): Scope {
  const language = text.replace(/^pub:/, '')
  if (text === publicScope) return publicScope
  if (text.startsWith('pub:') && isLanguage(language)) return languageScope(language)
  throw new Refusal('not-found')
}

export const contentRoutes: Route[] = [
  route({
    method: 'GET', path: '/api/content/head', policy: 'public',
    summary: 'Versions of the public scopes',
    async handle({ installation: { db, epoch, now } }): Promise<ContentHead> {
      return { protocol: protocolName, epoch, now: now(), versions: await readPublicVersions(db) }
    },
  }),
  route({
    method: 'GET', path: '/api/content/:scope', policy: 'public', query: sinceSchema,
    summary: 'Rows of a public scope, from a version on',
    async handle({ installation: { database, epoch }, params, query }): Promise<ContentPage> {
      const scope = toPublicScope(params.scope ?? '')
      return { protocol: protocolName, epoch, page: await database.snapshot(trx => readContentPage(trx, scope, query.since)) }
    },
  }),
]
