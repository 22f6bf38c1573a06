import type { Service } from '#domain/catalog/service.ts'
import type { Localized } from '#domain/language.ts'
import type { RequestDraft } from './request-draft.ts'

/** How what stands in other fields is said in the text: with its label. */
type Speaking = { pick: (text: Localized) => string, labels: { place: string, times: string, stuck: string } }

/** An order that somebody got stuck in, as a question to a person: everything that was entered goes along in its text. */
export function handToPerson(draft: RequestDraft, service: Service | undefined, { pick, labels }: Speaking): RequestDraft {
  const answers = (service?.questions ?? []).flatMap(({ id, label, options }) => {
    const answer = draft.details[id]
    if (answer === undefined || answer === false || answer === '') return []
    const option = options?.find(candidate => candidate.id === answer)
    return [answer === true ? pick(label) : `${pick(label)} ${option ? pick(option.label) : answer}`]
  })
  const lines = [
    ...(draft.text.trim() || labels.stuck ? [draft.text.trim() || labels.stuck] : []),
    ...(draft.place.trim() ? [`${labels.place}: ${draft.place.trim()}`] : []),
    ...(draft.wishedTimes.trim() ? [`${labels.times}: ${draft.wishedTimes.trim()}`] : []),
    ...answers,
  ]
  return { ...draft, kind: 'question', text: lines.join('\n'), details: {} }
}
