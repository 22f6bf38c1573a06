import { protocolName } from '#protocol/version.ts'
import type { JoinAnswer } from '#protocol/session.ts'
import { Refusal } from '../http/refusal.ts'
import type { Installation } from '../installation.ts'
import type { MemberCaller } from './caller.ts'
import { createAccount, findMember, type MemberId } from './member-repository.ts'
import { moveGuest, type Moved } from './move-guest.ts'
import { hashToken, isSameHash } from './tokens.ts'

type Guest = MemberId & { secret: string }

/**
 * Moves a guest of the device of a signed-in member into the member's account: one that stood beside them, or one that a restored backup knows as it was
 * before its move. Done already, it changes nothing. A guest that went elsewhere is answered `moved`.
 */
export async function joinGuest(
  { database, now }: Installation, { account, member, isConfirmed }: MemberCaller, { secret, ...guest }: Guest,
): Promise<{ answer: JoinAnswer, moved?: Moved }> {
  if (!isConfirmed || guest.account === account) throw new Refusal('not-yours')
  const into = { account, member }
  const moved = await database.transaction(async trx => {
    // A signpost is left also for a guest that was never met, so that its phone is shown the way.
    await createAccount(trx, guest, 'en', hashToken(secret), now())
    const found = await findMember(trx, guest)
    if (!found || !isSameHash(found.secretHash ?? '', hashToken(secret)) || found.isConfirmed) throw new Refusal('not-yours')
    const done = await moveGuest(trx, guest, into, now())
    const to = done ? into : (await findMember(trx, guest))?.movedTo
    if (to?.account !== account || to.member !== member) throw new Refusal('moved', { detail: to })
    return done
  })
  return { answer: { protocol: protocolName, ...into, left: moved?.left ?? [] }, ...(moved ? { moved } : {}) }
}
