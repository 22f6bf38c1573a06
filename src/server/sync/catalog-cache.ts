import type { Business } from '#domain/catalog/business.ts'
import type { PriceList } from '#domain/catalog/price-list.ts'
import type { Service } from '#domain/catalog/service.ts'
import type { Terms } from '#domain/catalog/terms.ts'
import { closedDates } from '#domain/standard/closed-dates.ts'
import type { WorkingCalendar } from '#domain/standard/working-calendar.ts'
import type { Database } from '../db/database.ts'
import type { Db } from '../db/tables.ts'

/** What deciding needs of the public content. */
export type Catalog = {
  servicesById: ReadonlyMap<string, Service>
  priceList?: PriceList
  holidays: readonly string[]
  calendar?: WorkingCalendar
  termsIdByHash: Readonly<Record<string, string>>
  /** The version in force, in every language in which it is written. */
  termsInForce: readonly Terms[]
}

type Cached = { versions: string, catalog: Catalog }
const cachedByDatabase = new WeakMap<Database, Cached>()

const kinds = ['business', 'service', 'terms']

/**
 * The catalog as this transaction sees it. Kept parsed until a public scope's version changes. Must be read before the transaction
 * itself writes public rows: what is then rolled back would stay in the cache.
 */
export async function readCatalog(database: Database, trx: Db): Promise<Catalog> {
  const counters = await trx.selectFrom('public_counter').select(['scope', 'version']).orderBy('scope').execute()
  const versions = counters.map(counter => `${counter.scope}=${counter.version}`).join(' ')
  const cached = cachedByDatabase.get(database)
  if (cached?.versions === versions) return cached.catalog
  const catalog = await loadCatalog(trx)
  cachedByDatabase.set(database, { versions, catalog })
  return catalog
}

/** The catalog of these versions, as `scope=version` of each public scope in the database's order, where it was read before. */
export function findCatalog(database: Database, versions: string): Catalog | undefined {
  const cached = cachedByDatabase.get(database)
  return cached?.versions === versions ? cached.catalog : undefined
}

async function loadCatalog(trx: Db): Promise<Catalog> {
  const rows = await trx.selectFrom('public_row').select(['kind', 'body']).where('kind', 'in', kinds).where('op', '=', 'put').execute()
  const bodies = <Row>(kind: string) => rows.filter(row => row.kind === kind).map(row => JSON.parse(row.body ?? 'null') as Row)
  const business = bodies<Business>('business')[0]
  const terms = bodies<Terms>('terms')
  return {
    servicesById: new Map(bodies<Service>('service').map(service => [service.id, service])),
    ...(business ? { priceList: business.priceList } : {}),
    ...(business?.hours ? { calendar: business } : {}),
    holidays: business ? closedDates(business) : [],
    termsIdByHash: Object.fromEntries(terms.map(({ hash, id }) => [hash, id])),
    termsInForce: terms.filter(({ id }) => id === business?.terms),
  }
}
