import * as v from 'valibot'
import { isLanguage } from '#domain/language.ts'
import type { ContentPage } from '#protocol/messages.ts'
import { languageScope, publicScope, type Scope } from '#protocol/scopes.ts'
import { protocolHeader, protocolName } from '#protocol/version.ts'
import { spokenVersion } from '../http/answer-version.ts'
import { answerJson } from '../http/answer.ts'
import { Refusal } from '../http/refusal.ts'
import { type Route, route } from '../http/route.ts'
import { isUnchanged } from '../http/static-files.ts'
import { readContentHead, tagOfHead } from './content-head.ts'
import { readContentPage } from './content-page.ts'
import { answerSnapshot } from './content-snapshot-answer.ts'

const sinceSchema = v.strictObject({
  since: v.optional(v.pipe(v.string(), v.regex(/^\d{1,15}$/, 'is not a version'), v.transform(Number)), '0'),
  /** The device is in the middle of filling the scope from 0. */
  filling: v.optional(v.literal('1')),
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
    summary: 'Versions, floors and snapshots of the public scopes',
    async handle({ installation, request }) {
      const head = await readContentHead(installation)
      const tag = tagOfHead(head, spokenVersion(request))
      // Weak, as the clock in it goes on.
      const headers = { 'cache-control': 'no-cache', etag: `W/${tag}`, vary: protocolHeader }
      return isUnchanged(request, tag) ? new Response(null, { status: 304, headers }) : answerJson(request, head, { headers })
    },
  }),
  route({
    method: 'GET', path: '/api/content/:scope/:hash', policy: 'public',
    summary: 'A public scope as it once stood, for ever the same',
    handle: ({ installation: { database }, params, request }) => answerSnapshot(database, toPublicScope(params.scope ?? ''), params.hash ?? '', request),
  }),
  route({
    method: 'GET', path: '/api/content/:scope', policy: 'public', query: sinceSchema,
    summary: 'Rows of a public scope, from a version on',
    async handle({ installation: { database, epoch }, params, query }): Promise<ContentPage> {
      const scope = toPublicScope(params.scope ?? '')
      return { protocol: protocolName, epoch, page: await database.snapshot(trx => readContentPage(trx, scope, query.since, query.filling !== undefined)) }
    },
  }),
]
