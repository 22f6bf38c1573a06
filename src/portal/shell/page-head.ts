import type { RouteLocationNormalized } from 'vue-router'
import { pickText } from '#domain/language.ts'
import type { PageData } from '#protocol/page.ts'
import type { Translator } from '#words/translator.ts'

/** Status, title and description of a public page. */
export function pageHead(route: RouteLocationNormalized, data: PageData, { t, language }: Translator) {
  const name = pickText(data.business.name, language).text
  const canonicalPath = route.path
  const found = (title: string, description: string) => ({ status: 200, title, description: oneLine(description), canonicalPath })
  const missing = { status: 404, title: `${t('shell.notFound.title')} – ${name}`, description: '', canonicalPath }
  switch (route.name) {
    case 'home': return found(`${name} – ${pickText(data.business.tagline, language).text}`, pickText(data.business.tagline, language).text)
    case 'services': return found(`${t('shell.services')} – ${name}`, t('catalog.description', { name }))
    case 'help': return found(`${t('shell.help')} – ${name}`, t('knowledge.description', { name }))
    case 'about': return found(`${t('shell.about')} – ${name}`, pickText(data.business.tagline, language).text)
    case 'service': {
      const { service } = data
      return service ? found(`${pickText(service.title, language).text} – ${name}`, pickText(service.summary, language).text) : missing
    }
    case 'article': return data.article ? found(`${data.article.title} – ${name}`, data.article.summary) : missing
    default: return missing
  }
}

const oneLine = (text: string) => text.replace(/\s+/g, ' ').trim().slice(0, 160)
