import type { Language } from '#domain/language.ts'
import { loadServerWords } from '#words/load-server-words.ts'
import { createTranslator } from '#words/translator.ts'
import { escapeHtml } from './escape-html.ts'
import type { Mail } from './mailer.ts'

type SignIn = { to: string, code: string, business: string, language: Language }

/** The mail with a one-time code, as plain text and as simple HTML. It holds no link: there is nothing to be lured into. */
export async function writeSignInMail({ to, code, business, language }: SignIn): Promise<Mail> {
  const { t } = createTranslator(language, await loadServerWords(language))
  const [greeting, text, valid, notYou] = [
    t('mail.signIn.greeting'), t('mail.signIn.text', { business }), t('mail.signIn.valid'), t('mail.signIn.notYou'),
  ]
  const paragraphs = [greeting, text].map(asParagraph).join('\n')
  return {
    to,
    subject: t('mail.signIn.subject', { code, business }),
    text: `${[greeting, text, code, `${valid} ${notYou}`, business].join('\n\n')}\n`,
    html: `<!doctype html>
<html lang="${language}"><head><meta charset="utf-8"><title>${escapeHtml(business)}</title></head>
<body style="font: 16px/1.5 system-ui, sans-serif; max-width: 32em; margin: 2em auto; padding: 0 1em">
${paragraphs}
<p style="font-size: 32px; letter-spacing: 0.2em; margin: 0.75em 0"><strong>${escapeHtml(code)}</strong></p>
${[valid, notYou, business].map(asParagraph).join('\n')}
</body></html>
`,
  }
}

const asParagraph = (text: string) => `<p>${escapeHtml(text)}</p>`
