import { requestNumber } from '#domain/ids.ts'
import type { Language } from '#domain/language.ts'
import type { RequestRow } from '#domain/request/row.ts'
import { loadServerWords } from '#words/load-server-words.ts'
import { formatDayAndHour } from '#words/format-time.ts'
import { createTranslator } from '#words/translator.ts'
import { escapeHtml } from './escape-html.ts'
import type { Mail } from './mailer.ts'

export type AlertMail = {
  kind: 'new' | 'unseen', to: string, language: Language, request: RequestRow, account: string, url: string, timeZone: string, now: number, dueAt: number | null
}

/** Tells one person of the staff of a request: what, from whom, by when, and where it stands at the desk. */
export async function writeAlertMail({ kind, to, language, request, account, url, timeZone, now, dueAt }: AlertMail): Promise<Mail> {
  const { t } = createTranslator(language, await loadServerWords(language))
  const link = `${url}/desk/requests/${request.id}?account=${account}`
  const facts = [
    t('mail.alert.from', { name: request.contact.name }),
    ...(request.contact.phone ? [t('mail.alert.phone', { phone: request.contact.phone })] : []),
    ...(dueAt === null ? [] : [t('mail.alert.by', { when: formatDayAndHour(dueAt, timeZone, language, now) })]),
  ]
  const said = request.text.length > 600 ? `${request.text.slice(0, 600)} ...` : request.text
  const intro = t(`mail.alert.${kind}`)
  return {
    to,
    subject: t(`mail.alert.${kind}Subject`, { number: requestNumber(request.id), title: request.title.replaceAll(/\s+/g, ' ').slice(0, 80) }),
    text: `${[intro, request.title, said, facts.join('\n'), link].join('\n\n')}\n`,
    html: `<!doctype html>
<html lang="${language}"><head><meta charset="utf-8"><title>${escapeHtml(request.title)}</title></head>
<body style="font: 16px/1.5 system-ui, sans-serif; max-width: 36em; margin: 2em auto; padding: 0 1em">
<p>${escapeHtml(intro)}</p>
<p><strong>${escapeHtml(request.title)}</strong></p>
<p style="white-space: pre-line">${escapeHtml(said)}</p>
<p>${facts.map(escapeHtml).join('<br>')}</p>
<p><a href="${escapeHtml(link)}">${escapeHtml(t('mail.alert.open'))}</a></p>
</body></html>
`,
    messageId: `<${kind}-${request.id}-${account}@servus>`,
  }
}
