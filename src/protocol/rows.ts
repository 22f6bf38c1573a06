import type { Business } from '#domain/catalog/business.ts'
import type { Category, Service } from '#domain/catalog/service.ts'
import type { Terms } from '#domain/catalog/terms.ts'
import type { Article } from '#domain/knowledge/article.ts'
import type { PublishedEvaluation, Rating } from '#domain/evaluation/published.ts'
import type { RequestEvent } from '#domain/request/event.ts'
import type { RequestRow } from '#domain/request/row.ts'
import type { Localized } from '#domain/language.ts'

/**
 * As it is synced: `about` and `privacy` are plain text here; their `...Html` was made from the owner's Markdown and
 * sanitised on the server, as an article's `html` was.
 */
export type BusinessRow = Business & { aboutHtml: Localized, privacyHtml: Localized }

/** As it is synced: `description` is plain text (for the search), `descriptionHtml` is for the screen. */
export type ServiceRow = Service & { descriptionHtml: Localized }

/** Rows of scope `pub`, by kind. Keys are the rows' ids. */
export type PublicRows = {
  business: BusinessRow
  category: Category
  service: ServiceRow
  rating: Rating
  evaluation: PublishedEvaluation
}

/** Rows of scope `pub:<lang>`. */
export type LanguageRows = { article: Article, terms: Terms }

/** A file of a request: awaited until its bytes have come, then ready, or refused with a code. */
export type FileRow = { id: string, requestId: string, sha256: string, size: number, type: string, state: 'awaited' | 'ready' | 'refused', code?: string }

/** Up to which shared event the reader has seen a request. */
export type Mark = { requestId: string, upTo: number }
export type Preference = { name: string, value: string }

/** Rows of scope `r:<reader>`. Keys: request id; `<request id>/<number, 8 digits>`; file id; `me`; request id; name. */
export type ReaderRows = { request: RequestRow, event: RequestEvent, file: FileRow, me: Me, mark: Mark, preference: Preference }

/**
 * Rows of scope `r:<staff id>`: what is assigned to that person, the desk's own stream included. Keys are those of a reader's rows
 * behind `<account>/`, as two accounts may use one id.
 */
export type StaffRows = { request: RequestRow, event: RequestEvent, deskEvent: RequestEvent, file: FileRow }

/** What the reader may know of themself. `aliases`: ids under which they wrote as a guest, before they were known. */
export type Me = { account: string, member: string, name: string, email?: string, isConfirmed: boolean, aliases?: string[] }

export const eventKey = (requestId: string, number: number) => `${requestId}/${String(number).padStart(8, '0')}`
export type RowKind = keyof PublicRows | keyof LanguageRows | keyof ReaderRows | keyof StaffRows
