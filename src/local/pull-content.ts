import { ok, refuse, type Result } from '#domain/result.ts'
import type { ContentHead, ContentPage } from '#protocol/messages.ts'
import { languageScope, publicScope, type Scope } from '#protocol/scopes.ts'
import { applyPage, enterEpoch, readPosition, refill } from './apply-page.ts'
import { pauseForOthers } from './pause-for-others.ts'
import { pullSnapshot } from './pull-snapshot.ts'
import type { SyncParts } from './sync-parts.ts'
import type { Call, Failure } from './transport.ts'

const get = (path: string): Call => ({ method: 'GET', path, credential: { kind: 'nobody' } })
/** A server that is being restored answers of two epochs for a moment. */
const mostHeads = 4

/** Fetches what is new of the catalog and of the texts in the wanted languages: for everybody, without a name. */
export async function pullContent(parts: SyncParts): Promise<Result<'whole', Failure>> {
  const unusable = new Set<string>()
  for (let asked = 0; asked < mostHeads; asked++) {
    const head = await parts.transport.call<ContentHead>(get('/api/content/head'))
    if (!head.ok) return head
    const answer = await pullScopes(parts, head.value, unusable)
    if (!answer.ok) return answer
    if (answer.value === 'whole') return ok('whole')
  }
  return refuse({ kind: 'busy', status: 0 })
}

/** `headIsOld`: what it named is no more; it has to be asked for again. */
async function pullScopes(parts: SyncParts, head: ContentHead, unusable: Set<string>): Promise<Result<'whole' | 'headIsOld', Failure>> {
  for (const scope of [publicScope, ...parts.languages().map(languageScope)]) {
    await enterEpoch(parts.storage.content, scope, head.epoch)
    const snapshot = await pullFirst(parts, scope, head, unusable)
    if (!snapshot.ok || snapshot.value === 'headIsOld') return snapshot
    const answer = await pullPages(parts, scope, head)
    if (!answer.ok || answer.value === 'headIsOld') return answer
  }
  return ok('whole')
}

/** A scope that is empty, or about to be begun anew, starts from its snapshot where there is one. */
async function pullFirst(parts: SyncParts, scope: Scope, head: ContentHead, unusable: Set<string>): Promise<Result<'whole' | 'headIsOld', Failure>> {
  const { content } = parts.storage
  const { cursor } = await readPosition(content, scope)
  const isBelowFloor = cursor > 0 && cursor < (head.floors[scope] ?? 0)
  const address = head.snapshots[scope]?.address
  if (address === undefined || unusable.has(address) || (cursor > 0 && !isBelowFloor)) return ok('whole')
  if (isBelowFloor) await refill(content, scope)
  const answer = await pullSnapshot(parts, scope, address, head.epoch)
  if (!answer.ok) return answer
  if (answer.value === 'whole') return ok('whole')
  unusable.add(address)
  return ok('headIsOld')
}

async function pullPages({ storage: { content }, transport, now }: SyncParts, scope: Scope, head: ContentHead): Promise<Result<'whole' | 'headIsOld', Failure>> {
  for (;;) {
    const feed = await content.feeds.get(scope)
    if (feed && !feed.filling && feed.settled === (head.versions[scope] ?? 0)) return ok('whole')
    const from = await readPosition(content, scope)
    const answer = await transport.call<ContentPage>(get(`/api/content/${encodeURIComponent(scope)}?since=${from.cursor}${from.isFilling ? '&filling=1' : ''}`))
    if (!answer.ok) return answer
    const { page, epoch } = answer.value
    if (epoch !== head.epoch) return ok('headIsOld')
    if (await applyPage(content, page, from, now()) === 'applied' && !page.more) return ok('whole')
    await pauseForOthers()
  }
}
