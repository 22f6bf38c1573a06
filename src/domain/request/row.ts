import type { Author } from './actor.ts'
import type { Contact, Line, Option, Time } from './commands/parts.ts'
import type { Agreement } from './event.ts'
import type { State, Stage } from './states.ts'
import type { DeliveryMode } from '../catalog/delivery-mode.ts'
import type { Path } from '../catalog/service.ts'
import type { Aspect } from '../evaluation/aspects.ts'
import type { Millis } from '../ids.ts'
import type { Language } from '../language.ts'

export type Proposal = { revision: number, options: Option[], validUntil: Millis, text?: string, reason?: string, at: Millis }
export type Choice = { optionId: string, revision: number, lines: string[], total: number, most: number }
export type Remark = { id: string, kind: 'remark' | 'wish' | 'complaint' | 'praise', text: string, at: Millis, isAnswered: boolean }
export type Evaluation = {
  id: string, stage: Stage, grade: number, aspects: Partial<Record<Aspect, number>>, text?: string, publish: boolean, at: Millis, answer?: string
}

/**
 * A request as the fold of its shared events: what lists and the server's row hold.
 * Money in minor units of `currency`'s business, times in milliseconds since 1970 by the server's clock.
 */
export type RequestRow = {
  id: string
  path: Path
  state: State
  /** Where a request goes back to from a question or an offered change. */
  returnTo?: State
  title: string
  text: string
  language: Language
  contact: Contact
  createdBy: Author
  createdAt: Millis
  /** When the present state began. */
  since: Millis
  /** Time and number of the newest shared event. */
  updatedAt: Millis
  lastEvent: number
  serviceId?: string
  mode?: DeliveryMode
  warrantyMonths: number
  /** The newest revision of anything that wants a yes: proposals and changes count on together. */
  revision: number
  proposal?: Proposal
  choice?: Choice
  agreement?: Agreement & { at: Millis }
  change?: { revision: number, lines: Line[], reason: string, total: number }
  acceptedChanges: { revision: number, lines: Line[], total: number }[]
  /** Times to choose from, by whom they were named, and what staff ask for a visit before there is a proposal. */
  offeredTimes: Time[]
  offeredBy?: 'member' | 'staff'
  offeredPrice?: number
  /** The price of a visit that the client has said yes to, before or without an agreement. */
  visit?: { price: number, termsHash: string, at: Millis }
  appointment?: Time & { isTentative: boolean }
  executor?: string
  item?: { item: string, isReady: boolean }
  pause?: { reason: string, expectedAt?: Millis }
  result?: { lines: Line[], total: number, text?: string, at: Millis }
  wasDelivered: boolean
  /** How often staff have told the client something since the present state began. */
  announced?: number
  /** Set while a warranty claim lives: where the request goes back to when the claim ends. */
  claimFrom?: 'accepted' | 'closed'
  warrantyUntil?: Millis
  acceptedAt?: Millis
  endedBecause?: string
  remarks: Remark[]
  evaluations: Evaluation[]
  /** Decisions recorded by staff that the client says were never made; they hold up start, finish and bill. */
  objections: number[]
  deposit?: number
  billed?: number
  /** Fees for visits that the client moved or cancelled late, as they were shown and taken. */
  fees?: number
  paid: number
  refunded: number
  isUrgent: boolean
  /** Numbers of events that staff recorded as a client's decision. */
  recorded: number[]
  /** The newest messages, which their writer may still take back while unseen. */
  lastMessages: { event: number, by: string }[]
  messages: { count: number, lastAt?: Millis, lastBy?: Author }
}

/** Nothing yet, or the fold so far. */
export type RequestState = RequestRow | undefined
export const initial: RequestState = undefined
