import * as v from 'valibot'
import { deliveryModeSchema } from '#domain/catalog/delivery-mode.ts'
import { slugSchema } from '#domain/ids.ts'
import { answersSchema } from '#domain/pricing/answers.ts'
import { breakdownSchema } from '#domain/pricing/breakdown.ts'
import type { Contact } from '#domain/request/commands/parts.ts'

const words = v.optional(v.string(), '')

/**
 * A request while it is being written: on this device only, its photos beside it. Read back through the schema, since an older version of
 * the app may have kept it.
 */
export const requestDraftSchema = v.object({
  kind: v.picklist(['order', 'question']),
  serviceId: v.optional(slugSchema),
  mode: v.optional(deliveryModeSchema),
  answers: v.optional(answersSchema),
  estimate: v.optional(breakdownSchema),
  text: words,
  place: words,
  wishedTimes: words,
  details: v.optional(v.record(slugSchema, v.union([v.string(), v.boolean()])), {}),
  name: words,
  email: words,
  phone: words,
  /** Name and address were remembered from an earlier request: they are shown to be checked, not asked for again. */
  isContactKnown: v.optional(v.boolean(), false),
})
export type RequestDraft = v.InferOutput<typeof requestDraftSchema>
export type DraftKind = RequestDraft['kind']

/** What a form is about: its draft is found again by it. */
export type DraftAbout = { kind: DraftKind, serviceId?: string | undefined }

/** One draft for each form: an order without a service, an order of a service, a question. */
export const draftKeyOf = ({ kind, serviceId }: DraftAbout) => serviceId ? `${kind}:${serviceId}` : kind

export type Remembered = { contact?: Contact | undefined, place?: string | undefined }

export function newDraft({ kind, serviceId }: DraftAbout, { contact, place }: Remembered): RequestDraft {
  return {
    kind,
    ...(serviceId ? { serviceId } : {}),
    text: '', place: kind === 'order' ? place ?? '' : '', wishedTimes: '', details: {},
    name: contact?.name ?? '', email: contact?.email ?? '', phone: contact?.phone ?? '',
    isContactKnown: Boolean(contact?.name && (contact.email || contact.phone)),
  }
}

/** Whether somebody has put work into it. */
export const isWorthKeeping = ({ text, wishedTimes, details, answers }: RequestDraft, photoCount: number) =>
  text.trim() !== '' || wishedTimes.trim() !== '' || photoCount > 0 || answers !== undefined || Object.keys(details).length > 0

/** A draft as the device gave it back; undefined where it belongs to another screen. */
export function readDraft(form: unknown): RequestDraft | undefined {
  const read = v.safeParse(requestDraftSchema, form)
  return read.success ? read.output : undefined
}
