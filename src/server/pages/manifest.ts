import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { pickText, type Language } from '#domain/language.ts'
import type { BusinessRow } from '#protocol/rows.ts'
import { loadServerWords } from '#words/load-server-words.ts'
import { createTranslator } from '#words/translator.ts'

const icons = [
  { src: '/icons/icon-192.png', sizes: '192x192', type: 'image/png', purpose: 'any' },
  { src: '/icons/icon-512.png', sizes: '512x512', type: 'image/png', purpose: 'any' },
  { src: '/icons/maskable-512.png', sizes: '512x512', type: 'image/png', purpose: 'maskable' },
  { src: '/icons/monochrome-512.png', sizes: '512x512', type: 'image/png', purpose: 'monochrome' },
]

/**
 * How the portal looks when it is installed (W3C Web Application Manifest), in one language. `id` and `scope` never
 * change, so that an installed portal stays the same app in every language.
 */
export async function writeManifest(business: BusinessRow, language: Language, distFolder: string): Promise<string> {
  const { t } = createTranslator(language, await loadServerWords(language))
  const name = pickText(business.name, language).text
  return JSON.stringify({
    id: '/',
    scope: '/',
    start_url: `/${language}/`,
    name,
    short_name: name.length <= 12 ? name : name.split(' ')[0],
    description: pickText(business.tagline, language).text,
    lang: language,
    dir: 'ltr',
    display: 'standalone',
    background_color: '#fbfaf7',
    theme_color: '#fbfaf7',
    icons: icons.filter(icon => existsSync(join(distFolder, 'portal', icon.src))),
    launch_handler: { client_mode: 'navigate-existing' },
    prefer_related_applications: false,
    shortcuts: [
      { name: t('requests.start'), url: '/requests/new' },
      { name: t('shell.requests'), url: '/requests' },
      { name: t('shell.services'), url: `/${language}/services` },
      { name: t('shell.help'), url: `/${language}/help` },
    ],
  })
}
