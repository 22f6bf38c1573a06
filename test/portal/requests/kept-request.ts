import type { Actor } from '#domain/request/actor.ts'
import type { Reader } from '#local/device-database.ts'
import { openStorage } from '#local/storage.ts'
import { eventKey } from '#protocol/rows.ts'
import { languageScope, readerScope } from '#protocol/scopes.ts'
import { client, termsHash } from '../../domain/request/example-shop.ts'
import { requestId, type History } from '../../domain/request/history.ts'
import { content } from '../device-page.ts'

const { mayDecide: _mayDecide, confirmed: _confirmed, kind: _kind, ...who } = client satisfies Actor

/** Somebody uses this device and a request of theirs has been fetched, as the server keeps it. */
export async function keepRequest(history: History, kind: Reader['kind'] = 'member') {
  const { device, baseOf } = await openStorage()
  await device.readers.put({ ...who, account: who.id, kind, createdAt: 1, ...(kind === 'guest' ? { secret: 'f'.repeat(64) } : { email: 'maja@example.org' }) })
  await device.settings.put({ key: 'current', value: who.id })
  const base = baseOf(who.id)
  const scope = readerScope(who.id)
  const put = (kind: string, key: string, body: unknown) => base.rows.put({ scope, fill: 1, kind, key, version: 1, body })
  await put('request', requestId, history.row)
  for (const event of history.shared) await put('event', eventKey(requestId, event.number), event)
  await base.feeds.put({ scope, shown: 1, cursor: 1, settled: 1 })
}

/** The terms in force have been fetched. */
export async function keepTerms() {
  const { content: base } = await openStorage()
  const id = content.business.terms
  const terms = { id, language: 'en', title: 'Terms', validFrom: '2026-11-01', version: '1', html: '<p>Both sides keep their word.</p>', hash: termsHash }
  await base.rows.put({ scope: languageScope('en'), fill: 1, kind: 'terms', key: id, version: 1, body: terms })
}
