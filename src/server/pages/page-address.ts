import { isLanguage, type Language } from '#domain/language.ts'

/** What an address of the portal asks for. Only public pages are rendered with content. */
export type PageAddress =
  | { kind: 'public', language: Language, page: PublicPage, rest: string }
  /** A public page without its language: the reader's is put before it. */
  | { kind: 'unprefixed' }
  | { kind: 'private' }
  | { kind: 'desk' }
  | { kind: 'unknown' }

export type PublicPage =
  | { name: 'home' | 'services' | 'help' | 'about' | 'other' }
  | { name: 'service' | 'article', id: string }

const privatePages = new Set(['requests', 'outbox', 'account'])
const publicPages = new Set(['services', 'help', 'about'])

export function parseAddress(path: string): PageAddress {
  const [first = '', ...rest] = path.split('/').slice(1)
  if (isLanguage(first)) return { kind: 'public', language: first, page: parsePage(rest), rest: `/${rest.join('/')}` }
  if (path === '/' || publicPages.has(first)) return { kind: 'unprefixed' }
  if (privatePages.has(first)) return { kind: 'private' }
  return first === 'desk' ? { kind: 'desk' } : { kind: 'unknown' }
}

function parsePage(parts: readonly string[]): PublicPage {
  const [section = '', id = '', ...more] = parts.at(-1) === '' ? parts.slice(0, -1) : parts
  if (more.length > 0) return { name: 'other' }
  if (section === '') return { name: 'home' }
  if (id === '') return publicPages.has(section) ? { name: section as 'services' | 'help' | 'about' } : { name: 'other' }
  if (section === 'services') return { name: 'service', id }
  return section === 'help' ? { name: 'article', id } : { name: 'other' }
}
