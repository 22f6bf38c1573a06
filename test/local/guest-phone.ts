import { askCode, confirmCode } from '#local/session.ts'
import { newRequestId, submit } from '#local/submit.ts'
import { projectedRequest, projectedRequests } from '#local/requests.ts'
import { syncOnce } from '#local/sync-once.ts'
import type { TestInstallation } from '../server/make-installation.ts'
import { makeNetwork, makeParts, need, newPlace, switchOn, tick } from './phone.ts'

let people = 0

export const begin = async (title: string) => {
  const id = newRequestId()
  await submit(need(id, title), tick())
  return id
}
export const titles = async () => (await projectedRequests()).map(({ request }) => request.title).sort()
export const textsOf = async (id: string) => ((await projectedRequest(id))?.events ?? []).flatMap(({ body }) => (body.type === 'messagePosted' ? [body.text] : []))

/** A phone that is switched on, with a line to this server. */
export async function setUpPhone(server: TestInstallation, where = newPlace()) {
  const { storage } = await switchOn(where)
  const { network, fetch } = makeNetwork(server)
  const parts = makeParts(storage, fetch)
  async function code(email: string) {
    server.clock.now += 120_000
    const asked = await askCode(email, 'en', parts.transport)
    if (!asked.ok) throw new Error(asked.refusal.kind)
    return /\b(\d{6})\b/.exec(server.log.findLast(line => line.includes(email)) ?? '')?.[1] ?? 'none'
  }
  async function signIn(email: string) {
    const confirmed = await confirmCode(email, await code(email), 'en', tick(), parts.transport)
    if (!confirmed.ok || confirmed.value.kind === 'which') throw new Error('not signed in')
    return confirmed.value
  }
  return { storage, where, network, parts, code, signIn }
}

/** Somebody whom the server knows, with a request from another phone. */
export async function makeKnown(server: TestInstallation, title = 'From the old phone') {
  const email = `person${++people}@example.com`
  const first = await setUpPhone(server)
  const id = await begin(title)
  await syncOnce(first.parts)
  await first.signIn(email)
  return { email, id }
}
