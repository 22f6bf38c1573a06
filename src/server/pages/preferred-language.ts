import { isLanguage, type Language } from '#domain/language.ts'
import type { Business } from '#domain/catalog/business.ts'
import { readCookie } from '../identity/cookies.ts'

/** Set by the portal when a language is chosen. */
export const languageCookie = 'servus_language'

type Offer = Pick<Business, 'languages' | 'defaultLanguage'>

/** The language somebody chose before, else the first of their browser's that the business has, else the business's own. */
export function preferredLanguage(request: Request, business: Offer | undefined): Language {
  const isOffered = (tag: string | undefined): tag is Language => isLanguage(tag) && (business?.languages.includes(tag) ?? true)
  const chosen = readCookie(request, languageCookie)
  if (isOffered(chosen)) return chosen
  return acceptedTags(request).find(isOffered) ?? business?.defaultLanguage ?? 'en'
}

/** Primary tags of Accept-Language (RFC 9110, 12.5.4), the most wanted first. */
function acceptedTags(request: Request): string[] {
  return (request.headers.get('accept-language') ?? '').split(',')
    .map(part => {
      const [tag = '', ...parameters] = part.trim().split(';')
      const quality = Number(parameters.find(parameter => parameter.trim().startsWith('q='))?.trim().slice(2) ?? 1)
      return { tag: tag.toLowerCase().split('-')[0]!, quality: Number.isFinite(quality) ? quality : 0 }
    })
    .filter(item => item.quality > 0)
    .sort((one, other) => other.quality - one.quality)
    .map(item => item.tag)
}
