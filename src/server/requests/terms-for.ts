import { languages, type Language } from '#domain/language.ts'
import type { DeskTerms } from '#protocol/desk.ts'
import type { Database } from '../db/database.ts'
import type { Db } from '../db/tables.ts'
import { readCatalog } from '../sync/catalog-cache.ts'

/** The terms in force as a client of this language reads them: in theirs, else in that to which a phone falls back as well. */
export async function termsFor(database: Database, trx: Db, language: Language): Promise<DeskTerms | undefined> {
  const { termsInForce } = await readCatalog(database, trx)
  const order = [language, ...languages.filter(other => other !== language).reverse()]
  const found = order.flatMap(candidate => termsInForce.filter(terms => terms.language === candidate))[0]
  return found && { hash: found.hash, title: found.title, version: found.version, language: found.language }
}
