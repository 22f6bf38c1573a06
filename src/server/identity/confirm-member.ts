import { protocolName } from '#protocol/version.ts'
import type { Confirmed, ConfirmAnswer, ConfirmCode } from '#protocol/session.ts'
import type { Db } from '../db/tables.ts'
import { Refusal } from '../http/refusal.ts'
import type { Installation } from '../installation.ts'
import { refreshMe } from '../sync/me-row.ts'
import { readerScope } from '#protocol/scopes.ts'
import { describeChoices } from './account-choices.ts'
import type { MemberProof } from './authenticate.ts'
import { isErased } from './erasure-repository.ts'
import { confirmAddress, createAccount, createFreshMember, findMember, findMembersByEmail, type MemberId } from './member-repository.ts'
import { moveGuest, type Moved } from './move-guest.ts'
import { createSession } from './session-repository.ts'
import { spendCode, type FittingCode } from './sign-in-code.ts'

/** `mayMove`: the device can follow a guest into another account; in version 1 such a guest stays beside the member. */
export type Confirming = Pick<ConfirmCode, 'into' | 'offers' | 'language'> & { proof: MemberProof, mayMove: boolean }
type Outcome = { answer: ConfirmAnswer, token?: string, moved?: Moved }

/**
 * Signs in whom an address belongs to: the member who confirmed it before, else the guest who calls, else somebody new. A guest who confirms a known
 * address is moved into its account. Where several accounts know it, the person is asked which is meant, and the code stays good.
 */
export async function confirmMember({ database, now }: Installation, code: FittingCode, confirming: Confirming): Promise<Outcome> {
  const { email } = code
  return database.transaction(async trx => {
    const known = await findMembersByEmail(trx, email)
    const meant = findMeant(known, confirming)
    if (meant === 'unclear') return { answer: { protocol: protocolName, kind: 'which', email, choices: await describeChoices(trx, known) } }
    await spendCode(trx, code)
    const { kind, guest, ...ids } = meant ? await asKnown(trx, meant, confirming, now()) : await asNew(trx, email, confirming, now())
    const name = (await findMember(trx, ids))?.name ?? ''
    const token = await createSession(trx, { audience: 'client', ...ids }, now())
    const moved = guest ? await moveGuest(trx, guest, ids, now()) : await refreshed(trx, ids)
    const answer: Confirmed = { protocol: protocolName, kind, ...ids, name, email, ...(moved?.left.length ? { left: moved.left } : {}) }
    return { answer, token, ...(moved ? { moved } : {}) }
  })
}

function findMeant(known: readonly MemberId[], { into, proof, mayMove }: Confirming): MemberId | undefined | 'unclear' {
  const own = known.find(member => isCaller(proof, member))
  if (into === undefined) return own ?? (known.length > 1 && mayMove ? 'unclear' : known[0])
  const meant = known.find(({ account, member }) => account === into.account && member === into.member)
  if (!meant) throw new Refusal('bad-request', { issues: [{ field: 'into', problem: 'is not an account of this address' }] })
  return meant
}

type Whose = MemberId & { kind: Confirmed['kind'], guest?: MemberId }

async function asKnown(trx: Db, known: MemberId, confirming: Confirming, now: number): Promise<Whose> {
  const { proof, mayMove } = confirming
  if (isCaller(proof, known)) return { kind: 'same', ...known }
  // Its device has not heard of the move.
  if (proof.kind === 'moved' && proof.to.account === known.account && proof.to.member === known.member) return { kind: 'moved', ...known }
  const guest = mayMove ? await unconfirmedGuest(trx, confirming, now) : undefined
  return guest ? { kind: 'moved', ...known, guest } : { kind: 'known', ...known }
}

async function asNew(trx: Db, email: string, confirming: Confirming, now: number): Promise<Whose> {
  const back = confirming.mayMove ? await recreate(trx, confirming, now) : undefined
  const guest = await unconfirmedGuest(trx, confirming, now)
  const ids = back ?? guest ?? await createFreshMember(trx, confirming.language, now)
  await confirmAddress(trx, ids, email, now)
  if (back) return guest ? { kind: 'moved', ...back, guest } : { kind: 'new', ...back }
  return { kind: guest ? 'same' : 'new', ...ids }
}

const isCaller = (proof: MemberProof, { account, member }: MemberId) =>
  proof.kind === 'known' && proof.caller.account === account && proof.caller.member === member

/** A guest may confirm before its first hello. A member who is confirmed already keeps to their own address. */
async function unconfirmedGuest(trx: Db, { proof, language }: Confirming, now: number): Promise<MemberId | undefined> {
  if (proof.kind === 'known' && !proof.caller.isConfirmed) return { account: proof.caller.account, member: proof.caller.member }
  if (proof.kind !== 'unknown') return undefined
  const { account, member, secretHash } = proof.credential
  return await createAccount(trx, { account, member }, language, secretHash, now) ? { account, member } : undefined
}

/** The account of a device that the restored backup did not know, under its old ids; never one that exists, never one that was erased. */
async function recreate(trx: Db, { offers, language, proof }: Confirming, now: number): Promise<MemberId | undefined> {
  const isCallers = proof.kind === 'unknown' && proof.credential.account === offers?.account
  if (!offers || isCallers || await isErased(trx, offers)) return undefined
  return await createAccount(trx, offers, language, null, now) ? offers : undefined
}

async function refreshed(trx: Db, { account, member }: MemberId): Promise<Moved | undefined> {
  const version = await refreshMe(trx, { account, reader: member })
  return version === undefined ? undefined : { versionByScope: new Map([[readerScope(member), version]]), requests: [], left: [], isOfStaff: false }
}
