import { ok, type Result } from '#domain/result.ts'
import type { ContentHead, ContentPage } from '#protocol/messages.ts'
import { languageScope, publicScope, type Scope } from '#protocol/scopes.ts'
import { applyPage, readPosition } from './apply-page.ts'
import { pauseForOthers } from './pause-for-others.ts'
import type { SyncParts } from './sync-parts.ts'
import type { Call, Failure } from './transport.ts'

const get = (path: string): Call => ({ method: 'GET', path, credential: { kind: 'nobody' } })

/** Fetches what is new of the catalog and of the texts in the wanted languages: for everybody, without a name. */
export async function pullContent(parts: SyncParts): Promise<Result<'whole', Failure>> {
  const head = await parts.transport.call<ContentHead>(get('/api/content/head'))
  if (!head.ok) return head
  for (const scope of [publicScope, ...parts.languages().map(languageScope)]) {
    const answer = await pullScope(parts, scope, head.value.versions[scope] ?? 0)
    if (!answer.ok) return answer
  }
  return ok('whole')
}

async function pullScope({ storage: { content }, transport, now }: SyncParts, scope: Scope, version: number): Promise<Result<'whole', Failure>> {
  for (;;) {
    const feed = await content.feeds.get(scope)
    if (feed && !feed.filling && feed.settled === version) return ok('whole')
    const from = await readPosition(content, scope)
    const answer = await transport.call<ContentPage>(get(`/api/content/${encodeURIComponent(scope)}?since=${from.cursor}`))
    if (!answer.ok) return answer
    const { page } = answer.value
    if (await applyPage(content, page, from, now()) === 'applied' && !page.more) return ok('whole')
    await pauseForOthers()
  }
}
