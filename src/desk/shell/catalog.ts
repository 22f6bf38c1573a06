import { inject, shallowRef, type InjectionKey, type ShallowRef } from 'vue'
import type { BusinessRow, ServiceRow } from '#protocol/rows.ts'
import type { DeskApi } from './desk-api.ts'

/** What the desk needs of the public content: promises and quality points by service, hours and money of the business. */
export type CatalogRows = { business: BusinessRow | undefined, servicesById: ReadonlyMap<string, ServiceRow> }
export type Catalog = { rows: Readonly<ShallowRef<CatalogRows>>, load: () => Promise<void> }

/** `load` may be called again: it fetches what is new since. */
export function createCatalog(api: DeskApi, onBusiness: (business: BusinessRow) => void): Catalog {
  const rows = shallowRef<CatalogRows>({ business: undefined, servicesById: new Map() })
  let version = 0

  async function load() {
    for (let isMore = true; isMore;) {
      const reply = await api.readPublicRows(version)
      if (!reply.ok) return
      const { puts, dels, next, more, reset } = reply.value.page
      const servicesById = new Map(reset ? [] : rows.value.servicesById)
      let { business } = rows.value
      for (const { kind, key, body } of puts) {
        if (kind === 'service') servicesById.set(key, body as ServiceRow)
        if (kind === 'business') business = body as BusinessRow
      }
      for (const { kind, key } of dels) if (kind === 'service') servicesById.delete(key)
      rows.value = { business, servicesById }
      version = next
      isMore = more
    }
    if (rows.value.business) onBusiness(rows.value.business)
  }

  return { rows, load }
}

export const catalogKey: InjectionKey<Catalog> = Symbol('catalog')

export function useCatalog(): Catalog {
  const catalog = inject(catalogKey)
  if (!catalog) throw new Error('no catalog provided')
  return catalog
}
