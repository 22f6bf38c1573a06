import { createHash } from 'node:crypto'
import type { AskCodeAnswer, Confirmed } from '#protocol/session.ts'
import { guestCredential } from '#protocol/session.ts'
import type { TestApp } from '../http/test-app.ts'

const hexOf = (text: string) => createHash('sha256').update(text).digest('hex')
const uuidOf = (text: string) => hexOf(text).replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12}).*$/, '$1-$2-4$3-8$4-$5')

/** What a device mints for a guest; the same number gives the same guest. */
export function guestHeader(number: number) {
  const [account, member, secret] = [uuidOf(`account ${number}`), uuidOf(`member ${number}`), hexOf(`secret ${number}`)]
  return { account, member, secret, sender: uuidOf(`sender ${number}`), headers: { authorization: guestCredential(account, member, secret) } }
}

type Place = { at?: 'client' | 'desk', headers?: Record<string, string> }
const pathOf = (at: Place['at']) => at === 'desk' ? '/api/desk/session' : '/api/session'

export async function askForCode(test: TestApp, email: string, { at, headers = {} }: Place = {}): Promise<AskCodeAnswer> {
  const response = await test.post(`${pathOf(at)}/code`, { email, language: 'en' }, headers)
  if (!response.ok) throw new Error(`No code: ${response.status} ${await response.text()}`)
  return await response.json() as AskCodeAnswer
}

export const confirm = (test: TestApp, email: string, code: string, { at, headers = {} }: Place = {}) =>
  test.post(pathOf(at), { email, code, language: 'en' }, headers)

/** Signs in by a code, as a person would; demo mode must be on. */
export async function signIn(test: TestApp, email: string, place: Place = {}): Promise<{ cookie: string, setCookie: string, answer: Confirmed }> {
  const { code } = await askForCode(test, email, place)
  const response = await confirm(test, email, code ?? 'none', place)
  if (!response.ok) throw new Error(`Not signed in: ${response.status} ${await response.text()}`)
  const setCookie = response.headers.get('set-cookie') ?? ''
  return { cookie: setCookie.split(';')[0]!, setCookie, answer: await response.json() as Confirmed }
}
