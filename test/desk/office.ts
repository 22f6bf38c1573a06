import { randomUUID } from 'node:crypto'
import { mount, type VueWrapper } from '@vue/test-utils'
import { createPinia, setActivePinia } from 'pinia'
import { defineComponent, h, shallowRef } from 'vue'
import { createMemoryHistory, createRouter, RouterView } from 'vue-router'
import type { Language } from '#domain/language.ts'
import type { Actor } from '#domain/request/actor.ts'
import type { Command } from '#domain/request/command.ts'
import { decide } from '#domain/request/decide.ts'
import type { RequestEvent } from '#domain/request/event.ts'
import { fold } from '#domain/request/evolve.ts'
import { isRejection } from '#domain/request/rejection.ts'
import { table } from '#domain/request/table.ts'
import { createTransport } from '#local/transport.ts'
import type { DeskCommand } from '#protocol/command.ts'
import type { DeskAnswer } from '#protocol/desk.ts'
import type { Staff } from '#protocol/session.ts'
import { protocolHeader, protocolName } from '#protocol/version.ts'
import { wordsKey } from '#ui/use-words.ts'
import { loadDeskWords } from '#words/load-desk-words.ts'
import { createTranslator } from '#words/translator.ts'
import RequestPage from '../../src/desk/requests/RequestPage.vue'
import { createUploads, uploadsKey } from '../../src/desk/requests/photos/uploads.ts'
import { useSessionStore } from '../../src/desk/session/session-store.ts'
import { catalogKey, createCatalog } from '../../src/desk/shell/catalog.ts'
import { createDeskApi, deskApiKey } from '../../src/desk/shell/desk-api.ts'
import { createHints, hintsKey, type Told } from '../../src/desk/shell/hints.ts'
import { serverClockKey } from '../../src/desk/shell/server-clock.ts'

export const requestId = '01960000-0000-7000-8000-000000000001'
const account = '01960000-0000-7000-8000-000000000002'
export const staff: Staff = { id: '01960000-0000-7000-8000-000000000003', name: 'Alex', email: 'all@demo.example', roles: ['reception', 'executor', 'support', 'manager'], language: 'en' }
const client: Actor = { kind: 'member', id: '01960000-0000-7000-8000-000000000004', name: 'Karin', confirmed: true, mayDecide: true }
const desk: Actor = { kind: 'staff', id: staff.id, name: staff.name, roles: staff.roles }
export const termsHash = 'a'.repeat(64)

/** One request and a server's side of it: the real decider behind the desk's own addresses. */
export function openOffice(now = Date.UTC(2026, 10, 12, 9)) {
  const events: RequestEvent[] = []
  const state = { isReachable: true, losesAnswers: false, others: [] as { id: string, name: string }[] }
  const mids = new Map<string, DeskAnswer>()
  const sent: DeskCommand[] = []
  const row = () => fold(events)!

  function give(actor: Actor, command: Command, mid: string = randomUUID()) {
    const decision = decide(fold(events), command, { actor, now, termsIdByHash: { [termsHash]: 'terms' } })
    if (isRejection(decision)) return decision
    for (const [index, event] of decision.entries()) {
      const number = events.filter(other => other.stream === event.stream).length + 1
      events.push({ requestId, number, mid, index, at: now, by: actor.kind === 'time' ? actor : { kind: actor.kind, id: actor.id, name: actor.name }, ...event })
    }
    return undefined
  }

  function take(command: DeskCommand): DeskAnswer {
    sent.push(command)
    const known = mids.get(command.mid)
    if (known) return { protocol: protocolName, status: 'already' }
    const isStale = table[command.name].some(rule => rule.to !== 'same') && command.expectedVersion !== row().lastEvent
    if (isStale) return { protocol: protocolName, status: 'conflict', request: row() }
    const rejection = give(desk, { name: command.name, args: command.args, ...(command.via ? { via: command.via } : {}) } as Command, command.mid)
    if (rejection) return { protocol: protocolName, status: 'rejected', rejection }
    const answer: DeskAnswer = { protocol: protocolName, status: 'applied' }
    mids.set(command.mid, answer)
    return answer
  }

  const answers: Record<string, (body: string) => unknown> = {
    [`GET /api/desk/requests/${requestId}`]: () => ({
      protocol: protocolName, now, item: { account, request: row(), priority: 'normal', isGuest: false }, events: [...events], files: [], staff: [staff],
      terms: { hash: termsHash, title: 'Terms', version: '2026-11', language: 'en' },
    }),
    'POST /api/desk/presence': () => ({ protocol: protocolName, others: state.others }),
    'POST /api/desk/commands': body => take(JSON.parse(body) as DeskCommand),
  }
  const answerCall = async (url: RequestInfo | URL, init?: RequestInit) => {
    if (!state.isReachable) throw new TypeError('no network')
    const answer = answers[`${init?.method ?? 'GET'} ${String(url).split('?')[0]}`]
    if (!answer) throw new Error(`nobody answers ${String(url)}`)
    const value = answer(String(init?.body ?? ''))
    if (state.losesAnswers) throw new TypeError('connection lost')
    return new Response(JSON.stringify(value), { headers: { [protocolHeader]: protocolName, 'content-type': 'application/json' } })
  }

  return {
    row, state, sent, now,
    /** What the client does elsewhere meanwhile. */
    clientGives: (command: Command) => give(client, command),
    staffGives: (command: Command) => give(desk, command),
    transport: createTransport({ fetch: answerCall as typeof fetch }),
  }
}
export type Office = ReturnType<typeof openOffice>

const Root = defineComponent({ render: () => h(RouterView) })

/** The page of the request, as staff see it. Unmounting and opening again is a reload. `hint` is what the server tells. */
export async function openRequest(office: Office, language: Language = 'en'): Promise<{ page: VueWrapper, hint: (told: Told) => void }> {
  const pinia = createPinia()
  setActivePinia(pinia)
  useSessionStore().begin(staff)
  const api = createDeskApi(office.transport, { onSignedOut: () => {}, onServerTime: () => {} })
  const source = { onopen: null, onmessage: null as ((event: MessageEvent) => void) | null, onerror: null, close: () => {} }
  const hints = createHints({ open: () => source, checkSession: () => {} })
  hints.start()
  const router = createRouter({
    history: createMemoryHistory(),
    routes: [{ path: '/', name: 'queue', component: { template: '<p>queue</p>' } }, { path: '/requests/:id', name: 'request', component: RequestPage }, { path: '/requests/:id/slip', name: 'slip', component: { template: '<p>slip</p>' } }],
  })
  await router.push(`/requests/${requestId}`)
  const provide = {
    [wordsKey as symbol]: shallowRef({ translator: createTranslator(language, await loadDeskWords(language)), timeZone: 'Europe/Stockholm', currency: 'SEK' }),
    [deskApiKey as symbol]: api,
    [hintsKey as symbol]: hints,
    [catalogKey as symbol]: createCatalog(api, () => {}),
    [serverClockKey as symbol]: { now: shallowRef(office.now), set: () => {} },
    [uploadsKey as symbol]: createUploads(api),
  }
  const page = mount(Root, { attachTo: document.body, global: { plugins: [router, pinia], provide } })
  await until(() => page.find('h1').exists(), 'the request is shown')
  return { page, hint: told => source.onmessage?.({ data: JSON.stringify(told) } as MessageEvent) }
}

export async function until(holds: () => boolean, what: string) {
  for (let tries = 0; tries < 200; tries++) {
    if (holds()) return
    await new Promise(resolve => setTimeout(resolve, 5))
  }
  throw new Error(`still not: ${what}\n${document.body.textContent?.replace(/\s+/g, ' ')}`)
}

export function buttonNamed(page: VueWrapper, name: string | RegExp) {
  const found = page.findAll('button').find(button => (typeof name === 'string' ? button.text() === name : name.test(button.text())))
  if (!found) throw new Error(`no button '${name}' in: ${page.text()}`)
  return found
}

/** The field whose label begins so. */
export function fieldNamed(page: VueWrapper, name: string) {
  const label = page.findAll('label').find(candidate => candidate.text().startsWith(name))
  if (!label) throw new Error(`no field '${name}' in: ${page.text()}`)
  return page.get<HTMLInputElement>(`[id="${label.attributes('for')}"]`)
}
