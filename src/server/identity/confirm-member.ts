import type { Language } from '#domain/language.ts'
import { protocolName } from '#protocol/version.ts'
import type { ConfirmAnswer } from '#protocol/session.ts'
import type { Db } from '../db/tables.ts'
import type { Installation } from '../installation.ts'
import { refreshMe } from '../sync/me-row.ts'
import type { MemberProof } from './authenticate.ts'
import { confirmAddress, createAccount, createFreshMember, findMember, findMemberByEmail } from './member-repository.ts'
import { createSession } from './session-repository.ts'
import { spendCode, type FittingCode } from './sign-in-code.ts'

type MemberId = { account: string, member: string }
type Whose = MemberId & { kind: ConfirmAnswer['kind'] }

/**
 * Signs in whom an address belongs to: the member who confirmed it before, else the guest who calls, else somebody new.
 * A guest beside a known member stays as it was.
 */
export async function confirmMember(
  { database, now }: Installation, code: FittingCode, proof: MemberProof, language: Language,
): Promise<{ answer: ConfirmAnswer, token: string, version: number | undefined }> {
  const { email } = code
  return database.transaction(async trx => {
    await spendCode(trx, code)
    const { kind, ...ids } = await findOrMakeMember(trx, email, proof, language, now())
    const found = await findMember(trx, ids)
    const name = found?.name ?? ''
    const token = await createSession(trx, { audience: 'client', ...ids }, now())
    const version = await refreshMe(trx, { account: ids.account, reader: ids.member })
    return { answer: { protocol: protocolName, kind, ...ids, name, email }, token, version }
  })
}

async function findOrMakeMember(trx: Db, email: string, proof: MemberProof, language: Language, now: number): Promise<Whose> {
  const known = await findMemberByEmail(trx, email)
  if (known) return { kind: isCaller(proof, known) ? 'same' : 'known', ...known }
  const guest = await unconfirmedGuest(trx, proof, language, now)
  const ids = guest ?? await createFreshMember(trx, language, now)
  await confirmAddress(trx, ids, email, now)
  return { kind: guest ? 'same' : 'new', ...ids }
}

const isCaller = (proof: MemberProof, { account, member }: MemberId) =>
  proof.kind === 'known' && proof.caller.account === account && proof.caller.member === member

/** A guest may confirm before its first hello. A member who is confirmed already keeps to their own address. */
async function unconfirmedGuest(trx: Db, proof: MemberProof, language: Language, now: number): Promise<MemberId | undefined> {
  if (proof.kind === 'known' && !proof.caller.isConfirmed) return { account: proof.caller.account, member: proof.caller.member }
  if (proof.kind !== 'unknown') return undefined
  const { account, member, secretHash } = proof.credential
  return await createAccount(trx, { account, member }, language, secretHash, now) ? { account, member } : undefined
}
