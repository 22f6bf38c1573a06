import type account from './locales/en/account.json'
import type business from './locales/en/business.json'
import type catalog from './locales/en/catalog.json'
import type counter from './locales/en/counter.json'
import type desk from './locales/en/desk.json'
import type errors from './locales/en/errors.json'
import type evaluations from './locales/en/evaluations.json'
import type home from './locales/en/home.json'
import type knowledge from './locales/en/knowledge.json'
import type mail from './locales/en/mail.json'
import type newRequest from './locales/en/newRequest.json'
import type outbox from './locales/en/outbox.json'
import type pricing from './locales/en/pricing.json'
import type requests from './locales/en/requests.json'
import type shell from './locales/en/shell.json'

/** The English texts by area: what every other language must have too. A new area gets its line here. */
export type EnglishWords = {
  account: typeof account
  business: typeof business
  catalog: typeof catalog
  counter: typeof counter
  desk: typeof desk
  errors: typeof errors
  evaluations: typeof evaluations
  home: typeof home
  knowledge: typeof knowledge
  mail: typeof mail
  newRequest: typeof newRequest
  outbox: typeof outbox
  pricing: typeof pricing
  requests: typeof requests
  shell: typeof shell
}

type PluralForm = 'zero' | 'one' | 'two' | 'few' | 'many' | 'other'
type WithoutForm<Name extends string> = Name extends `${infer Base}_${PluralForm}` ? Base : Name

/** `home.title` and the like for every text in `Words`; the plural forms of a text are one key. */
export type KeyOf<Words> = {
  [Name in keyof Words & string]: Words[Name] extends string ? WithoutForm<Name> : `${Name}.${KeyOf<Words[Name]>}`
}[keyof Words & string]

/** Every key that `t` knows. A key without English words does not compile. */
export type WordKey = KeyOf<EnglishWords>
