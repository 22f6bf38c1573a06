import { computed, type ComputedRef } from 'vue'
import type { Business } from '#domain/catalog/business.ts'
import type { Service } from '#domain/catalog/service.ts'
import type { RequestRow } from '#domain/request/row.ts'
import { deadline } from '#domain/standard/standard.ts'
import { useWords } from '#ui/use-words.ts'

export type NextLine = { key: string, when: string, what: string }

type Facts = {
  request: RequestRow | undefined
  /** Whether the business has it: only then do its promises have a date. */
  isReceived: boolean
  service: Service | undefined
  business: Business | undefined
}

/** "What happens next" in two to four lines, dated as far as a date can be promised. */
export function useNextLines(facts: () => Facts): ComputedRef<NextLine[]> {
  const { t, pick, dayAndHour } = useWords()

  function answerWhen({ request, isReceived, service, business }: Facts): string {
    if (service && business && request && isReceived) return t('newRequest.sent.step.by', { time: dayAndHour(deadline(service.standard, 'answerWithin', request.createdAt, business)) })
    if (service) return t('newRequest.sent.step.within', { within: t('catalog.workingHours', { count: service.standard.answerWithin }) })
    const usual = business?.channels.find(({ id }) => id === 'portal')?.answerWithin
    return usual ? pick(usual) : t('newRequest.sent.step.soon')
  }

  function proposal({ service }: Facts): string {
    return service
      ? t('newRequest.sent.step.proposeWithin', { within: t('catalog.workingHours', { count: service.standard.proposalWithin }) })
      : t('newRequest.sent.step.propose')
  }

  /** A firm price: the yes where it is still wanting, then the work. */
  function quickLines({ request, service, business }: Facts, your: Pick<NextLine, 'key' | 'when'>): NextLine[] {
    const days = service?.standard.completionWithin
    const when = request?.agreement && service && business
      ? t('newRequest.sent.step.by', { time: dayAndHour(deadline(service.standard, 'completionWithin', request.agreement.at, business)) })
      : days === undefined ? t('newRequest.sent.step.after') : days === 0 ? t('catalog.sameDay') : t('catalog.workingDays', { count: days })
    return [
      ...(request?.state === 'agreeing' ? [{ ...your, what: t('newRequest.sent.step.quickYes') }] : []),
      { key: 'work', when, what: t('newRequest.sent.step.quickWork') },
    ]
  }

  return computed(() => {
    const known = facts()
    const arrival = known.isReceived
      ? { key: 'now', when: t('newRequest.sent.step.now'), what: t('newRequest.sent.step.nowText') }
      : { key: 'arrive', when: t('newRequest.sent.step.arrive'), what: t('newRequest.sent.step.arriveText') }
    const your = { key: 'you', when: t('newRequest.sent.step.you') }
    if (known.request?.path === 'question') {
      return [arrival, { key: 'answer', when: answerWhen(known), what: t('newRequest.sent.step.question') }, { ...your, what: t('newRequest.sent.step.helped') }]
    }
    if (known.request?.path === 'quick') return [arrival, ...quickLines(known, your)]
    return [
      arrival,
      { key: 'read', when: answerWhen(known), what: t('newRequest.sent.step.read') },
      { key: 'propose', when: t('newRequest.sent.step.after'), what: proposal(known) },
      { ...your, what: t('newRequest.sent.step.decide') },
    ]
  })
}
