import type { Language } from '#domain/language.ts'
import type { PublicPage } from './page-address.ts'
import type { PublicContent } from './public-content.ts'

type Alternate = { language: Language, path: string }

/** Paths of one page in every language in which it exists. */
export function alternatesOf(content: PublicContent, page: PublicPage): Alternate[] {
  return content.business.languages
    .filter(language => page.name !== 'article' || content.articles[language].some(article => article.id === page.id))
    .map(language => ({ language, path: pathOf(language, page) }))
}

/** Every public page, for search engines. */
export function publicPages({ services, articles }: PublicContent): PublicPage[] {
  const articleIds = new Set(Object.values(articles).flat().map(article => article.id))
  return [
    { name: 'home' }, { name: 'services' }, { name: 'help' }, { name: 'about' },
    ...services.map(service => ({ name: 'service' as const, id: service.id })),
    ...[...articleIds].map(id => ({ name: 'article' as const, id })),
  ]
}

function pathOf(language: Language, page: PublicPage): string {
  switch (page.name) {
    case 'home':
    case 'other': return `/${language}/`
    case 'service': return `/${language}/services/${page.id}`
    case 'article': return `/${language}/help/${page.id}`
    default: return `/${language}/${page.name}`
  }
}
