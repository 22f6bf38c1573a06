import { protocolName } from '#protocol/version.ts'
import { askCodeSchema, confirmCodeSchema, joinGuestSchema, type JoinAnswer, type SessionAnswer } from '#protocol/session.ts'
import { answerJson } from '../http/answer.ts'
import { spokenVersion } from '../http/answer-version.ts'
import { Refusal } from '../http/refusal.ts'
import { route, type Route } from '../http/route.ts'
import type { Installation } from '../installation.ts'
import { askCode } from './ask-code.ts'
import { authenticateMember } from './authenticate.ts'
import { confirmMember } from './confirm-member.ts'
import { readSessionCookie, sessionCookie } from './cookies.ts'
import { findEmail } from './member-repository.ts'
import { joinGuest } from './join-guest.ts'
import type { Moved } from './move-guest.ts'
import { relayNow } from '../sync/relay-soon.ts'
import { deleteSession } from './session-repository.ts'
import { checkCode } from './check-code.ts'

/** Clients prove an address by a code sent to it; a session is a cookie that no script can read. */
export const sessionRoutes: Route[] = [
  route({
    method: 'POST', path: '/api/session/code', summary: 'Ask for a one-time code by e-mail', policy: 'public', body: askCodeSchema,
    handle: ({ installation, body, address }) => askCode(installation, 'client', body, address),
  }),
  route({
    method: 'POST', path: '/api/session', summary: 'Confirm the address with the code and sign in', policy: 'public', body: confirmCodeSchema,
    handle: async ({ installation, body, request, address }) => {
      const proof = await authenticateMember(installation, request)
      if (proof.kind === 'refused' && request.headers.has('authorization')) throw new Refusal('not-signed-in')
      const code = await checkCode(installation, 'client', body, address)
      const mayMove = spokenVersion(request) > 1
      const { answer, token, moved } = await confirmMember(installation, code, { ...body, proof, mayMove })
      if (token === undefined) return answer
      await endSession(installation, request)
      tellMoved(installation, moved)
      return answerJson(request, answer, { headers: { 'set-cookie': sessionCookie('client', installation.config.isSecure, token) } })
    },
  }),
  route({
    method: 'POST', path: '/api/session/guest', summary: 'Move a guest of this device into the own account', policy: 'reader', body: joinGuestSchema,
    handle: async ({ installation, caller, body }): Promise<JoinAnswer> => {
      const { answer, moved } = await joinGuest(installation, caller, body)
      tellMoved(installation, moved)
      return answer
    },
  }),
  route({
    method: 'GET', path: '/api/session', summary: 'Who is signed in', policy: 'public',
    handle: async ({ installation, caller }): Promise<SessionAnswer> => {
      const email = caller?.kind === 'member' ? await findEmail(installation.db, caller) : undefined
      if (caller?.kind !== 'member' || email === undefined) return { protocol: protocolName }
      const { account, member, name } = caller
      return { protocol: protocolName, member: { account, member, name, email } }
    },
  }),
  route({
    method: 'DELETE', path: '/api/session', summary: 'Sign out', policy: 'public',
    handle: async ({ installation, request }) => {
      await endSession(installation, request)
      return answerJson(request, {}, { headers: { 'set-cookie': sessionCookie('client', installation.config.isSecure, undefined) } })
    },
  }),
]

async function endSession({ db, config }: Installation, request: Request): Promise<void> {
  const token = readSessionCookie(request, 'client', config.isSecure)
  if (token) await deleteSession(db, token)
}

/** After the commit, never before it. */
function tellMoved(installation: Installation, moved: Moved | undefined): void {
  const { hints } = installation
  for (const [scope, version] of moved?.versionByScope ?? []) hints.tell({ scope, version })
  for (const { id, version } of moved?.requests ?? []) hints.tellDesk({ requestId: id, version })
  if (moved?.isOfStaff) relayNow(installation)
}
