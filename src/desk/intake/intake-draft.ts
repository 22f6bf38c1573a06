import * as v from 'valibot'
import { languageSchema, type Language } from '#domain/language.ts'
import type { ArgsOf } from '#domain/request/command.ts'
import { contactSchema, shortTextLimit } from '#domain/request/commands/parts.ts'
import { ok, refuse, type Result } from '#domain/result.ts'
import type { DeskClient } from '#protocol/desk.ts'

/** A request while somebody takes it in at the counter. The ids are made with the draft: sent again, it is the same request. */
export const intakeDraftSchema = v.object({
  requestId: v.string(), account: v.string(), member: v.string(),
  /** Set where it is somebody who has been here. */
  known: v.optional(v.object({ account: v.string(), name: v.string() })),
  phone: v.string(), name: v.string(), email: v.string(),
  text: v.string(), path: v.picklist(['full', 'question']), serviceId: v.string(), place: v.string(), wishedTimes: v.string(), language: languageSchema,
})
export type IntakeDraft = v.InferOutput<typeof intakeDraftSchema>
export type IntakeField = 'phone' | 'name' | 'email' | 'text'
export type IntakeProblems = Partial<Record<IntakeField, 'missing' | 'wrong' | 'reach'>>

export const beginIntake = (mint: () => string, language: Language): IntakeDraft => ({
  requestId: mint(), account: mint(), member: mint(), phone: '', name: '', email: '', text: '', path: 'full', serviceId: '', place: '', wishedTimes: '', language,
})

/** What the search for a client goes by: whatever says most. */
export function clientSearch({ phone, email, name }: IntakeDraft): string | undefined {
  const digits = phone.replaceAll(/\D/g, '')
  if (digits.length >= 4) return phone.trim()
  if (email.trim().length >= 5 && email.includes('@')) return email.trim()
  return name.trim().length >= 3 ? name.trim() : undefined
}

/** The draft with a client who has been here: what is known of them fills what is still empty. */
export const withClient = (draft: IntakeDraft, { account, contact, language }: DeskClient): IntakeDraft => ({
  ...draft, known: { account, name: contact.name }, language,
  name: contact.name, phone: draft.phone.replaceAll(/\D/g, '').length >= 7 ? draft.phone : contact.phone ?? draft.phone, email: contact.email ?? draft.email,
})

const titleLength = 70

/** A title of its first words, where no service gives one. */
export function titleOf(text: string): string {
  const line = text.trim().split('\n')[0]!.trim()
  if (line.length <= titleLength) return line
  const cut = line.slice(0, titleLength)
  return `${cut.slice(0, Math.max(cut.lastIndexOf(' '), 30)).trimEnd()} ...`
}

/** The command's arguments, or what is wrong by field. `serviceTitle`: in the client's language, where a service was chosen. */
export function buildIntake(draft: IntakeDraft, serviceTitle: string | undefined): Result<ArgsOf<'submit'>, IntakeProblems> {
  const [phone, email, name, text] = [draft.phone.trim(), draft.email.trim(), draft.name.trim(), draft.text.trim()]
  const problems: IntakeProblems = {
    ...(name === '' ? { name: 'missing' } : {}),
    ...(text === '' ? { text: 'missing' } : {}),
    ...(phone !== '' && !v.is(contactSchema.entries.phone, phone) ? { phone: 'wrong' } : {}),
    ...(email !== '' && !v.is(contactSchema.entries.email, email) ? { email: 'wrong' } : {}),
    ...(phone === '' && email === '' ? { phone: 'reach' } : {}),
  }
  if (Object.keys(problems).length > 0) return refuse(problems)
  return ok({
    path: draft.path, title: (serviceTitle ?? titleOf(text)).slice(0, shortTextLimit), text, language: draft.language,
    contact: { name, ...(phone ? { phone } : {}), ...(email ? { email } : {}), channel: email && !phone ? 'email' : 'phone' },
    ...(draft.serviceId ? { serviceId: draft.serviceId } : {}),
    ...(draft.place.trim() ? { place: draft.place.trim() } : {}),
    ...(draft.wishedTimes.trim() ? { wishedTimes: draft.wishedTimes.trim() } : {}),
  })
}
