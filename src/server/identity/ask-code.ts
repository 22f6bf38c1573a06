import { pickText, type Language } from '#domain/language.ts'
import { protocolName } from '#protocol/version.ts'
import type { AskCodeAnswer } from '#protocol/session.ts'
import { readBusiness } from '../content/read-public-rows.ts'
import type { Audience } from '../db/identity-tables.ts'
import type { Installation } from '../installation.ts'
import { sendPatiently } from '../notify/send-patiently.ts'
import { writeSignInMail } from '../notify/sign-in-mail.ts'
import { makeCode, storeCode } from './sign-in-code.ts'
import { count, refuseTooMany, sweepSignIn } from './sign-in-counters.ts'
import { findStaff } from './staff-repository.ts'

type Asked = { email: string, language: Language }

/**
 * Sends a one-time code. The answer is the same whether the address is known or not, and does not wait for the mail
 * server. At the desk only staff are sent one. In demo mode the code comes back, as nobody's post is behind it.
 */
export async function askCode(installation: Installation, audience: Audience, { email, language }: Asked, address: string): Promise<AskCodeAnswer> {
  const { db, config } = installation
  const now = installation.now()
  await refuseTooMany(db, 'ask', email, address, now)
  await count(db, 'ask', email, address, now)
  await sweepSignIn(db, now)
  const staff = await findStaff(db, { email })
  const code = audience === 'client' || staff ? makeCode() : undefined
  const expiresAt = await storeCode(db, audience, email, code, now)
  if (code !== undefined) void sendCode(installation, audience, { email, language }, { code, expiresAt })
  return { protocol: protocolName, sentTo: email, expiresAt, ...(config.isDemo && code !== undefined && { code }) }
}

async function sendCode({ db, mailer, log, now }: Installation, audience: Audience, { email, language }: Asked, { code, expiresAt }: { code: string, expiresAt: number }): Promise<void> {
  if (!mailer.isReal) return log.info(`Code for ${email} to sign in ${audience === 'desk' ? 'at the desk' : 'as a client'}: ${code}`)
  try {
    const business = await readBusiness(db)
    const mail = await writeSignInMail({ to: email, code, language, business: business ? pickText(business.name, language).text : 'Servus' })
    await sendPatiently(mailer, mail, { until: expiresAt, now })
  } catch (error) {
    log.error('A code could not be sent by mail', error)
  }
}
