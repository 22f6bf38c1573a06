import { protocolName } from '#protocol/version.ts'
import type { DeskSession } from '#protocol/desk.ts'
import { askCodeSchema, confirmCodeSchema } from '#protocol/session.ts'
import { answerJson } from '../http/answer.ts'
import { Refusal } from '../http/refusal.ts'
import { route, type Route } from '../http/route.ts'
import type { Installation } from '../installation.ts'
import { askCode } from './ask-code.ts'
import { checkCode } from './check-code.ts'
import { readSessionCookie, sessionCookie } from './cookies.ts'
import { createSession, deleteSession } from './session-repository.ts'
import { spendCode } from './sign-in-code.ts'
import { findStaff, setStaffLanguage } from './staff-repository.ts'

/** Staff sign in the same way, with a session of their own; codes go to addresses of staff alone. */
export const deskSessionRoutes: Route[] = [
  route({
    method: 'POST', path: '/api/desk/session/code', summary: 'Ask for a one-time code as staff', policy: 'public', body: askCodeSchema,
    handle: ({ installation, body, address }) => askCode(installation, 'desk', body, address),
  }),
  route({
    method: 'POST', path: '/api/desk/session', summary: 'Sign in at the desk', policy: 'public', body: confirmCodeSchema,
    handle: async ({ installation, body, request, address }) => {
      const { database, config, now } = installation
      const code = await checkCode(installation, 'desk', body, address)
      const { staff, token } = await database.transaction(async trx => {
        await spendCode(trx, code)
        const found = await findStaff(trx, { email: body.email })
        if (!found) throw new Refusal('code-expired')
        await setStaffLanguage(trx, found.id, body.language)
        return { staff: { ...found, language: body.language }, token: await createSession(trx, { audience: 'desk', staff: found.id }, now()) }
      })
      await endSession(installation, request)
      const answer: DeskSession = { protocol: protocolName, staff }
      return answerJson(request, answer, { headers: { 'set-cookie': sessionCookie('desk', config.isSecure, token) } })
    },
  }),
  route({
    method: 'GET', path: '/api/desk/session', summary: 'Who is signed in at the desk', policy: 'public',
    handle: ({ caller }): DeskSession => ({ protocol: protocolName, ...(caller?.kind === 'staff' && { staff: caller.staff }) }),
  }),
  route({
    method: 'DELETE', path: '/api/desk/session', summary: 'Sign out at the desk', policy: 'public',
    handle: async ({ installation, request }) => {
      await endSession(installation, request)
      return answerJson(request, {}, { headers: { 'set-cookie': sessionCookie('desk', installation.config.isSecure, undefined) } })
    },
  }),
]

async function endSession({ db, config }: Installation, request: Request): Promise<void> {
  const token = readSessionCookie(request, 'desk', config.isSecure)
  if (token) await deleteSession(db, token)
}
