import * as v from 'valibot'
import type { Terms } from '#domain/catalog/terms.ts'
import { uuidSchema } from '#domain/ids.ts'
import { languageSchema, type Language } from '#domain/language.ts'
import type { Contact } from '#domain/request/commands/parts.ts'
import type { Rejection } from '#domain/request/rejection.ts'
import type { RequestEvent } from '#domain/request/event.ts'
import type { RequestRow } from '#domain/request/row.ts'
import { states } from '#domain/request/states.ts'
import { filledText } from '#domain/text.ts'
import type { FileRow } from './rows.ts'
import type { Staff } from './session.ts'

export const deskViews = ['forUs', 'byDeadline', 'unassigned', 'mine', 'remarks', 'forClient', 'all', 'ended'] as const
export type DeskView = (typeof deskViews)[number]

/** GET /api/desk/requests?view=&state=&search=&after=: what changed last on top, `byDeadline` what is due first; keyset-paged. */
export const deskQuerySchema = v.strictObject({
  view: v.optional(v.picklist(deskViews), 'forUs'),
  state: v.optional(v.picklist(states)),
  search: v.optional(v.pipe(v.string(), v.maxLength(100))),
  after: v.optional(v.pipe(v.string(), v.regex(/^\d{1,15}(\.[\da-f-]{36}){2}$/, 'is not a place in the list'))),
})
export type DeskQuery = v.InferOutput<typeof deskQuerySchema>

export type DeskItem = { account: string, request: RequestRow, assignedTo?: { id: string, name: string }, priority: 'low' | 'normal' | 'high', isGuest: boolean, dueAt?: number }
/** `counts` of `byDeadline`: those whose deadline is near or has passed. */
export type DeskList = { protocol: string, now: number, items: DeskItem[], next?: string, counts: Record<DeskView, number> }

/** GET /api/desk/requests/:id?account=: `account` as the list's item says it. */
export const deskRequestQuerySchema = v.strictObject({ account: v.optional(uuidSchema) })

/** The terms in force, in the client's language where they are written in it: what a yes that staff write down is a yes to. */
export type DeskTerms = Pick<Terms, 'hash' | 'title' | 'version' | 'language'>

/** The request with all events, the desk's own included. */
export type DeskRequest = {
  protocol: string, now: number, item: DeskItem, events: RequestEvent[], files: FileRow[], staff: Pick<Staff, 'id' | 'name' | 'roles'>[], terms?: DeskTerms
}

/** POST /api/desk/commands. `conflict` carries the newer state; what was typed stays on the screen. */
export type DeskAnswer = { protocol: string } & (
  | { status: 'applied' | 'already', event?: number }
  | { status: 'rejected', rejection: Rejection }
  | { status: 'conflict', request: RequestRow }
)

/** GET /api/desk/clients?search=: a phone number or the end of one, the beginning of an e-mail address, or of words of a name. */
export const deskClientsQuerySchema = v.strictObject({ search: v.pipe(v.string(), v.minLength(2), v.maxLength(100)) })

/** A client as somebody who takes in a request needs them; `last`: their newest request. */
export type DeskClient = {
  account: string, contact: Contact, language: Language, isConfirmed: boolean, requestCount: number, last?: { id: string, title: string, at: number }
}
export type DeskClients = { protocol: string, clients: DeskClient[] }

/** POST /api/desk/presence, again and again while a request is open; the answer says who else has it open. */
export const deskPresenceSchema = v.strictObject({ account: uuidSchema, requestId: uuidSchema, isOpen: v.boolean() })
export type DeskPresence = { protocol: string, others: Pick<Staff, 'id' | 'name'>[] }

/** Texts that staff keep to answer with: GET /api/desk/answers, PUT and DELETE /api/desk/answers/:id. */
export const readyAnswerSchema = v.strictObject({ language: languageSchema, title: filledText(100), text: filledText(8_000) })
export type ReadyAnswer = v.InferOutput<typeof readyAnswerSchema> & { id: string }
export type ReadyAnswers = { protocol: string, answers: ReadyAnswer[] }

/** Hints over GET /api/desk/events. */
export type DeskHint = { requestId: string, version: number }
export type DeskSession = { protocol: string, staff?: Staff }
