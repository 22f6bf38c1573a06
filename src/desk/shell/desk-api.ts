import type * as v from 'valibot'
import { inject, type InjectionKey } from 'vue'
import type { FileRef } from '#domain/request/command.ts'
import type { Result } from '#domain/result.ts'
import type { Call, Failure, Transport } from '#local/transport.ts'
import type { DeskCommand } from '#protocol/command.ts'
import type { DeskAnswer, DeskClients, DeskList, DeskPresence, deskPresenceSchema, DeskQuery, DeskRequest, DeskSession, ReadyAnswer, ReadyAnswers } from '#protocol/desk.ts'
import type { FileAnswer } from '#protocol/files.ts'
import type { ContentPage } from '#protocol/messages.ts'
import type { AskCodeAnswer } from '#protocol/session.ts'
import type { Language } from '#domain/language.ts'

export type { Failure }
export type Reply<Value> = Promise<Result<Value, Failure>>

const uploadTimeoutMs = 180_000

/** Everything that the desk asks of the server. A failure is a value; a session that has ended is told to `onSignedOut` as well. */
export type DeskApi = {
  readSession: () => Reply<DeskSession>
  askCode: (email: string, language: Language) => Reply<AskCodeAnswer>
  signIn: (email: string, code: string, language: Language) => Reply<DeskSession>
  signOut: () => Reply<unknown>
  listRequests: (query: Partial<DeskQuery>) => Reply<DeskList>
  readRequest: (id: string, account?: string) => Reply<DeskRequest>
  sendCommand: (command: DeskCommand) => Reply<DeskAnswer>
  findClients: (search: string) => Reply<DeskClients>
  notePresence: (presence: v.InferOutput<typeof deskPresenceSchema>) => Reply<DeskPresence>
  readAnswers: () => Reply<ReadyAnswers>
  keepAnswer: (answer: ReadyAnswer) => Reply<unknown>
  dropAnswer: (id: string) => Reply<unknown>
  uploadFile: (file: FileRef, account: string, content: ArrayBuffer) => Reply<FileAnswer>
  readPublicRows: (since: number) => Reply<ContentPage>
}

const queryOf = (params: Record<string, string | undefined>) => {
  const filled = Object.entries(params).filter((pair): pair is [string, string] => pair[1] !== undefined && pair[1] !== '')
  return filled.length === 0 ? '' : `?${new URLSearchParams(filled)}`
}

/** Address of a photo, for staff. */
export const photoUrl = (id: string, account: string, size: 'full' | 'thumb') => `/api/desk/files/${id}${queryOf({ account, size })}`

type Listeners = { onSignedOut: () => void, onServerTime: (now: number) => void }

export function createDeskApi(transport: Transport, { onSignedOut, onServerTime }: Listeners): DeskApi {
  async function call<Value>(of: Omit<Call, 'credential'>): Reply<Value> {
    const reply = await transport.call<Value>({ ...of, credential: { kind: 'session' } })
    if (!reply.ok && reply.refusal.kind === 'notSignedIn') onSignedOut()
    return reply
  }
  async function timed<Value extends { now: number }>(path: string): Reply<Value> {
    const reply = await call<Value>({ method: 'GET', path })
    if (reply.ok) onServerTime(reply.value.now)
    return reply
  }
  return {
    readSession: () => call({ method: 'GET', path: '/api/desk/session' }),
    askCode: (email, language) => call({ method: 'POST', path: '/api/desk/session/code', body: { email, language } }),
    signIn: (email, code, language) => call({ method: 'POST', path: '/api/desk/session', body: { email, code, language } }),
    signOut: () => call({ method: 'DELETE', path: '/api/desk/session' }),
    listRequests: ({ view, state, search, after }) => timed(`/api/desk/requests${queryOf({ view, state, search, after })}`),
    readRequest: (id, account) => timed(`/api/desk/requests/${encodeURIComponent(id)}${queryOf({ account })}`),
    sendCommand: command => call({ method: 'POST', path: '/api/desk/commands', body: command }),
    findClients: search => call({ method: 'GET', path: `/api/desk/clients${queryOf({ search })}` }),
    notePresence: presence => call({ method: 'POST', path: '/api/desk/presence', body: presence }),
    readAnswers: () => call({ method: 'GET', path: '/api/desk/answers' }),
    keepAnswer: ({ id, ...body }) => call({ method: 'PUT', path: `/api/desk/answers/${id}`, body }),
    dropAnswer: id => call({ method: 'DELETE', path: `/api/desk/answers/${id}` }),
    uploadFile: ({ id, type }, account, content) =>
      call({ method: 'PUT', path: `/api/desk/files/${id}${queryOf({ account })}`, bytes: { content, type }, timeoutMs: uploadTimeoutMs }),
    readPublicRows: since => call({ method: 'GET', path: `/api/content/pub?since=${since}` }),
  }
}

export const deskApiKey: InjectionKey<DeskApi> = Symbol('desk api')

export function useDeskApi(): DeskApi {
  const api = inject(deskApiKey)
  if (!api) throw new Error('no desk api provided')
  return api
}
