import * as v from 'valibot'
import type { Service } from '#domain/catalog/service.ts'
import { pickText, type Language } from '#domain/language.ts'
import { argsByCommand, type ArgsOf } from '#domain/request/command.ts'
import { isFirmOrder } from './firm-order.ts'
import type { RequestDraft } from './request-draft.ts'

const titleLimit = 80

/** The first line of a text, cut between words where it is long. */
export function titleOf(text: string): string {
  const line = text.trim().split('\n')[0]!.trim()
  if (line.length <= titleLimit) return line
  const cut = line.slice(0, titleLimit - 1)
  const end = cut.lastIndexOf(' ')
  return `${(end > titleLimit / 2 ? cut.slice(0, end) : cut.replace(/[\uD800-\uDBFF]$/, '')).trimEnd()}…`
}

/** A draft as the command that sends it, checked by the command's own schema. Throws where the form let something through. */
export function argsOfDraft(draft: RequestDraft, service: Service | undefined, language: Language): ArgsOf<'submit'> {
  const isOrder = draft.kind === 'order'
  const filled = (text: string) => text.trim() === '' ? undefined : text.trim()
  const email = filled(draft.email)
  const phone = filled(draft.phone)
  const place = isOrder ? filled(draft.place) : undefined
  const wishedTimes = isOrder ? filled(draft.wishedTimes) : undefined
  const details = isOrder && service ? detailsOf(draft, service) : {}
  return v.parse(argsByCommand.submit, {
    path: !isOrder ? 'question' : isFirmOrder(draft, service) ? 'quick' : 'full',
    title: isOrder && service ? pickText(service.title, language).text.slice(0, titleLimit) : titleOf(draft.text),
    text: draft.text.trim(),
    language,
    contact: { name: draft.name.trim(), ...(email ? { email } : {}), ...(phone ? { phone } : {}), channel: email ? 'email' : 'phone' },
    ...(service ? { serviceId: service.id } : {}),
    ...(service && draft.mode && service.modes.some(({ id }) => id === draft.mode) ? { mode: draft.mode } : {}),
    ...(place ? { place } : {}),
    ...(wishedTimes ? { wishedTimes } : {}),
    ...(Object.keys(details).length > 0 ? { details } : {}),
    ...(service && draft.answers ? { answers: draft.answers } : {}),
    ...(service && draft.estimate ? { estimate: draft.estimate } : {}),
  })
}

/** Only what the service still asks: a question may have gone since the draft was begun. */
function detailsOf({ details }: RequestDraft, { questions }: Service): Record<string, string | boolean> {
  return Object.fromEntries(questions.flatMap(({ id }) => {
    const answer = details[id]
    if (answer === undefined || answer === false) return []
    return typeof answer === 'boolean' || answer.trim() !== '' ? [[id, typeof answer === 'boolean' ? answer : answer.trim()]] : []
  }))
}
