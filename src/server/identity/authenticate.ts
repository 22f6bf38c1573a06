import type { Installation } from '../installation.ts'
import type { MemberCaller, StaffCaller } from './caller.ts'
import { readSessionCookie } from './cookies.ts'
import { readGuestCredential, type GuestCredential } from './guest-credential.ts'
import { findMember, type MemberId } from './member-repository.ts'
import { findSession } from './session-repository.ts'
import { findStaff } from './staff-repository.ts'
import { isSameHash } from './tokens.ts'

/** `unknown`: a guest whom this server has never met. `moved`: a guest that is a known member now. `refused`: a credential that does not fit. */
export type MemberProof =
  | { kind: 'known', caller: MemberCaller }
  | { kind: 'unknown', credential: GuestCredential }
  | { kind: 'moved', guest: MemberId, to: MemberId }
  | { kind: 'refused' }
  | { kind: 'none' }

/**
 * Who a client's call comes from. A guest's own credential goes before the cookie, which browsers always send along: a
 * guest's outbox is sent under its own secret also beside a signed-in member, and must never fall to that member.
 */
export async function authenticateMember({ db, config, now }: Installation, request: Request): Promise<MemberProof> {
  const credential = readGuestCredential(request)
  if (credential === 'malformed') return { kind: 'refused' }
  if (credential) {
    const found = await findMember(db, credential)
    if (!found) return { kind: 'unknown', credential }
    const { secretHash, movedTo, ...caller } = found
    if (!isSameHash(secretHash ?? '', credential.secretHash)) return { kind: 'refused' }
    return movedTo ? { kind: 'moved', guest: { account: caller.account, member: caller.member }, to: movedTo } : { kind: 'known', caller }
  }
  const token = readSessionCookie(request, 'client', config.isSecure)
  if (!token) return { kind: 'none' }
  const session = await findSession(db, token, 'client', now())
  if (!session?.account_id || !session.member_id) return { kind: 'refused' }
  const found = await findMember(db, { account: session.account_id, member: session.member_id })
  if (!found) return { kind: 'refused' }
  const { secretHash: _secretHash, movedTo: _movedTo, ...caller } = found
  return { kind: 'known', caller }
}

export async function authenticateStaff({ db, config, now }: Installation, request: Request): Promise<StaffCaller | undefined> {
  const token = readSessionCookie(request, 'desk', config.isSecure)
  const session = token ? await findSession(db, token, 'desk', now()) : undefined
  const staff = session?.staff_id ? await findStaff(db, { id: session.staff_id }) : undefined
  return staff && { kind: 'staff', staff }
}
