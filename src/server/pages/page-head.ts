import type { Language } from '#domain/language.ts'
import type { PageOutput } from '#protocol/page.ts'
import { escapeHtml } from '../notify/escape-html.ts'

type Head = { output: PageOutput, url: string, language: Language, alternates: { language: Language, path: string }[], defaultLanguage: Language }

/** What stands in a public page's head besides styles: for readers' tabs, for search engines, for installing. */
export function writeHead({ output, url, language, alternates, defaultLanguage }: Head): string {
  const title = escapeHtml(output.title)
  const description = escapeHtml(output.description)
  const lines = [
    `<title>${title}</title>`,
    `<meta name="description" content="${description}">`,
    `<meta property="og:title" content="${title}">`,
    `<meta property="og:description" content="${description}">`,
    `<link rel="manifest" href="/manifest.webmanifest?lang=${language}">`,
  ]
  if (output.status !== 200) return [...lines, '<meta name="robots" content="noindex">'].join('\n')
  const link = (attributes: string, path: string) => `<link ${attributes} href="${escapeHtml(url + path)}">`
  const fallback = alternates.find(alternate => alternate.language === defaultLanguage)
  return [
    ...lines,
    link('rel="canonical"', output.canonicalPath),
    ...alternates.map(alternate => link(`rel="alternate" hreflang="${alternate.language}"`, alternate.path)),
    ...(fallback ? [link('rel="alternate" hreflang="x-default"', fallback.path)] : []),
  ].join('\n')
}
