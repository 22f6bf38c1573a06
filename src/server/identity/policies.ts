import { Refusal } from '../http/refusal.ts'
import type { Route } from '../http/route.ts'
import type { Installation } from '../installation.ts'
import { preferredLanguage } from '../pages/preferred-language.ts'
import { authenticateMember, authenticateStaff } from './authenticate.ts'
import type { Caller, MemberCaller } from './caller.ts'
import { isErased } from './erasure-repository.ts'
import type { GuestCredential } from './guest-credential.ts'
import { createAccount } from './member-repository.ts'

/**
 * Lets a call pass by its route's policy, or throws `not-signed-in`. `beforeAdmission` may still refuse a guest who would
 * be new. On public routes a caller who proves nothing is nobody; below /api/desk/ staff are looked for, elsewhere clients.
 */
export async function callerFor(route: Route, request: Request, installation: Installation, beforeAdmission: () => void): Promise<Caller | undefined> {
  switch (route.policy) {
    case 'public': {
      if (route.path.startsWith('/api/desk/')) return authenticateStaff(installation, request)
      const proof = await authenticateMember(installation, request)
      return proof.kind === 'known' ? proof.caller : undefined
    }
    case 'staff': {
      const caller = await authenticateStaff(installation, request)
      if (!caller) throw new Refusal('not-signed-in')
      return caller
    }
    case 'reader':
    case 'new-reader': {
      const proof = await authenticateMember(installation, request)
      if (proof.kind === 'known') return proof.caller
      if (proof.kind === 'moved') throw new Refusal('moved', { detail: proof.to })
      if (proof.kind !== 'unknown' || route.policy === 'reader') throw new Refusal('not-signed-in')
      beforeAdmission()
      return admitGuest(installation, request, proof.credential)
    }
    default: return route.policy satisfies never
  }
}

/** A guest's account begins at first contact, with the ids and the secret that the device minted; one that was erased does not come back. */
async function admitGuest(installation: Installation, request: Request, credential: GuestCredential): Promise<MemberCaller> {
  const language = preferredLanguage(request, undefined)
  const isNew = await installation.database.transaction(async trx =>
    !await isErased(trx, credential) && await createAccount(trx, credential, language, credential.secretHash, installation.now()))
  if (isNew) return { kind: 'member', account: credential.account, member: credential.member, name: '', isConfirmed: false }
  const again = await authenticateMember(installation, request)
  if (again.kind !== 'known') throw new Refusal('not-signed-in')
  return again.caller
}
