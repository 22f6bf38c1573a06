import { askCode, confirmCode } from '#local/session.ts'
import type { Transport } from '#local/transport.ts'
import type { TestInstallation } from '../server/make-installation.ts'
import { tick } from './phone.ts'

/** Signs somebody in on the phone that is switched on, with the code from the server's log. */
export async function signIn(server: TestInstallation, transport: Transport, email: string) {
  server.clock.now += 120_000
  const asked = await askCode(email, 'en', transport)
  if (!asked.ok) throw new Error(asked.refusal.kind)
  const code = /\b(\d{6})\b/.exec(server.log.findLast(line => line.includes(email)) ?? '')?.[1]
  const confirmed = await confirmCode(email, code ?? 'none', 'en', tick(), transport)
  if (!confirmed.ok) throw new Error(confirmed.refusal.kind)
  if (confirmed.value.kind === 'which') throw new Error('Several accounts know the address')
  return confirmed.value
}
