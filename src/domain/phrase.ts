import type { Localized } from './language.ts'
import type { Minor } from './money.ts'

/**
 * What stands in a phrase's placeholder; `words/` formats it for the reader's language.
 * `decimal`: an exact decimal such as "2.5"; `list`: joined by commas, its last item by "and" or "or" where asked.
 */
export type PhraseParam =
  | string
  | number
  | { money: Minor, currency: string }
  | { decimal: string }
  | { localized: Localized }
  | { phrase: Phrase }
  | { list: readonly PhraseParam[], join?: 'and' | 'or' }

/** Something to say, without words: `key` names an entry of `words/`, `params` fill its placeholders. */
export type Phrase = { key: string, params: Readonly<Record<string, PhraseParam>> }
