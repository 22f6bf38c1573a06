import type { Pull, PullAnswer } from '#protocol/messages.ts'
import { readerScope } from '#protocol/scopes.ts'
import { protocolName, type ServedVersion } from '#protocol/version.ts'
import type { MemberCaller } from '../identity/caller.ts'
import type { Installation } from '../installation.ts'
import { readFeedPage } from './feed-page.ts'
import { pageFor } from './page-for-version.ts'
import { acknowledge, findSender, lateResults, resultsAfter } from './sender-repository.ts'

/**
 * What a reader does not have yet: results of the sender, then a page of the reader's own scope, all of one moment. Cursors of other
 * scopes are not answered; a device of another epoch begins anew. What the device has heard is remembered, so that it can be pruned one day.
 */
export async function pull(installation: Installation, { account, member }: MemberCaller, body: Pull, version: ServedVersion): Promise<PullAnswer> {
  const { database, epoch } = installation
  const scope = readerScope(member)
  const sender = { account, member, id: body.sender }
  const isOtherEpoch = body.epoch !== epoch
  const cursor = isOtherEpoch ? 0 : body.cursors[scope] ?? 0
  const { state, answer } = await database.snapshot(async trx => {
    const state = await findSender(trx, sender)
    const results = state ? await resultsAfter(trx, sender, body.resultsAfter) : []
    const late = state && body.parked ? await lateResults(trx, sender, body.parked) : undefined
    const owner = { account, reader: member }
    const page = await pageFor(version, trx, owner, await readFeedPage(trx, owner, cursor, body.fills?.includes(scope)))
    return { state, answer: {
      protocol: protocolName, epoch, now: installation.now(), lastSeq: state?.lastSeq ?? 0, results,
      ...(late ? { late } : {}),
      pages: [isOtherEpoch ? { ...page, reset: true as const } : page],
    } }
  })
  if (state && !isOtherEpoch && body.resultsAfter > state.ackedSeq) await acknowledge(database.db, sender, body.resultsAfter)
  return answer
}
