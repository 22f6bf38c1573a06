import { randomBytes, randomUUID } from 'node:crypto'
import type { Language } from '#domain/language.ts'
import { calculate } from '#domain/pricing/calculate.ts'
import { defaultAnswers } from '#domain/pricing/default-answers.ts'
import type { RequestRow } from '#domain/request/row.ts'
import type { DeskAnswer, DeskRequest } from '#protocol/desk.ts'
import type { ContentHead, ContentPage, HelloAnswer, PushAnswer } from '#protocol/messages.ts'
import type { LanguageRows, PublicRows } from '#protocol/rows.ts'
import { guestCredential, type AskCodeAnswer } from '#protocol/session.ts'

type Args = Record<string, unknown>

/** A client and a member of staff who do over HTTP what the screens do. Every refusal throws. */
export async function openBusiness(url: string, { clientEmail, staffEmail }: { clientEmail: string, staffEmail: string }) {
  async function call<Body>(method: string, path: string, body?: unknown, headers: Record<string, string> = {}) {
    const response = await fetch(`${url}${path}`, { method, headers: { 'content-type': 'application/json', ...headers }, ...(body ? { body: JSON.stringify(body) } : {}) })
    const answer = await response.text()
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${answer}`)
    return { body: JSON.parse(answer) as Body, cookie: response.headers.get('set-cookie')?.split(';')[0] ?? '' }
  }

  async function confirm(path: string, email: string, headers: Record<string, string> = {}) {
    const { body: { code } } = await call<AskCodeAnswer>('POST', `${path}/code`, { email, language: 'en' }, headers)
    return { cookie: (await call('POST', path, { email, code, language: 'en' }, headers)).cookie }
  }

  async function publicRow<Kind extends keyof (PublicRows & LanguageRows)>(scope: string, kind: Kind, key?: string): Promise<(PublicRows & LanguageRows)[Kind]> {
    const { body } = await call<ContentPage>('GET', `/api/content/${scope}?since=0`)
    const row = body.page.puts.find(put => put.kind === kind && (key === undefined || put.key === key))
    if (!row) throw new Error(`${scope} has no ${kind} ${key ?? ''}`)
    return row.body as (PublicRows & LanguageRows)[Kind]
  }

  const [sender, account, member] = [randomUUID(), randomUUID(), randomUUID()]
  const guest = { authorization: guestCredential(account, member, randomBytes(32).toString('hex')) }
  const { body: { epoch } } = await call<HelloAnswer>('POST', '/api/sync/hello', { sender, language: 'en', versions: [2] }, guest)
  const client = await confirm('/api/session', clientEmail, guest)
  const staff = await confirm('/api/desk/session', staffEmail)
  const { body: head } = await call<ContentHead>('GET', '/api/content/head')
  if (head.epoch !== epoch) throw new Error('The content is of another epoch')
  let seq = 0

  async function push(name: string, requestId: string, args: Args = {}) {
    seq += 1
    const { body } = await call<PushAnswer>('POST', '/api/sync/push', { sender, epoch, commands: [{ seq, mid: randomUUID(), name, v: 1, at: Date.now(), requestId, args }] }, client)
    if (JSON.stringify(body.lines).includes('rejected')) throw new Error(`${name}: ${JSON.stringify(body.lines)}`)
  }

  const rowOf = async (requestId: string): Promise<RequestRow> => (await call<DeskRequest>('GET', `/api/desk/requests/${requestId}`, undefined, staff)).body.item.request

  async function act(name: string, requestId: string, args: Args = {}) {
    const { lastEvent } = await rowOf(requestId)
    const { body } = await call<DeskAnswer>('POST', '/api/desk/commands', { mid: randomUUID(), requestId, name, args, expectedVersion: lastEvent }, staff)
    if (body.status !== 'applied') throw new Error(`${name}: ${JSON.stringify(body)}`)
  }

  /** What a service costs as its calculator opens, the price that a request is sent with. */
  async function estimateOf(serviceId: string) {
    const service = await publicRow('pub', 'service', serviceId)
    const { priceList } = await publicRow('pub', 'business')
    const [answers, mode] = [defaultAnswers(service.price), service.modes[0]!.id]
    const price = calculate(service.price, answers, { priceList, mode })
    if (!price.ok) throw new Error(JSON.stringify(price.refusal))
    return { title: service.title, mode, answers, estimate: price.value }
  }

  const termsHash = async (language: Language) => (await publicRow(`pub:${language}`, 'terms')).hash

  return { push, act, rowOf, estimateOf, termsHash, staffCookie: staff.cookie }
}

export type OpenBusiness = Awaited<ReturnType<typeof openBusiness>>
