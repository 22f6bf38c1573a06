import type { AccountChoice, Confirmed } from '#protocol/session.ts'
import type { TestInstallation } from '../make-installation.ts'

type Place = { headers?: Record<string, string>, into?: { account: string, member: string }, offers?: { account: string, member: string }, code?: string }

export const codeFor = async ({ request, log, clock }: TestInstallation, email: string): Promise<string> => {
  clock.now += 120_000
  await request('/api/session/code', { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ email, language: 'en' }) })
  return /\b(\d{6})\b/.exec(log.findLast(line => line.includes(email)) ?? '')?.[1] ?? 'none'
}

/** Confirms an address at a real deployment, where the code stands in the log. */
export async function confirmWith(server: TestInstallation, email: string, { headers = {}, code, ...more }: Place = {}) {
  const body = JSON.stringify({ email, code: code ?? await codeFor(server, email), language: 'en', ...more })
  const response = await server.request('/api/session', { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body })
  return { status: response.status, cookie: (response.headers.get('set-cookie') ?? '').split(';')[0]!, answer: await response.json() as Omit<Confirmed, 'kind'> & { kind: Confirmed['kind'] | 'which', choices?: AccountChoice[] } }
}
