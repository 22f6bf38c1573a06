import type { Language } from '#domain/language.ts'

/** A feed with its own version counter. There are no others. */
export type Scope = 'pub' | `pub:${Language}` | `r:${string}`

export const publicScope = 'pub' as const
export const languageScope = (language: Language): Scope => `pub:${language}`
export const readerScope = (reader: string): Scope => `r:${reader}`
export const isPublicScope = (scope: Scope) => scope === 'pub' || scope.startsWith('pub:')
