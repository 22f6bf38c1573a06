import type { Category } from '#domain/catalog/service.ts'
import type { PublishedEvaluation, Rating } from '#domain/evaluation/published.ts'
import type { BusinessRow, ServiceRow } from '#protocol/rows.ts'
import { publicScope, type Scope } from '#protocol/scopes.ts'
import { readRow, readRows } from './read-rows.ts'
import { useStorage } from './storage.ts'

const inOrder = (a: { order: number, id: string }, b: { order: number, id: string }) => a.order - b.order || (a.id < b.id ? -1 : 1)

/** Who we are; undefined until the catalog has come for the first time. */
export async function business(): Promise<BusinessRow | undefined> {
  const { content } = await useStorage()
  return (await readRows(content, publicScope, 'business'))[0]
}

/** All categories, as the owner ordered them. */
export async function categories(): Promise<Category[]> {
  const { content } = await useStorage()
  return (await readRows(content, publicScope, 'category')).sort(inOrder)
}

/** All services, as the owner ordered them. */
export async function services(): Promise<ServiceRow[]> {
  const { content } = await useStorage()
  return (await readRows(content, publicScope, 'service')).sort(inOrder)
}

/** One service; undefined where there is none of this id, or the catalog has not come yet. */
export async function service(id: string): Promise<ServiceRow | undefined> {
  const { content } = await useStorage()
  return readRow(content, publicScope, 'service', id)
}

/** Ratings by service id. */
export async function ratings(): Promise<Map<string, Rating>> {
  const { content } = await useStorage()
  return new Map((await readRows(content, publicScope, 'rating')).map(rating => [rating.serviceId, rating]))
}

/** What clients let us publish about a service, newest first. */
export async function evaluations(serviceId: string): Promise<PublishedEvaluation[]> {
  const { content } = await useStorage()
  return (await readRows(content, publicScope, 'evaluation')).filter(evaluation => evaluation.serviceId === serviceId).sort((a, b) => b.at - a.at)
}

/** Up to which version each public scope is whole on this device; a scope that never was is missing. Tells when a page's first values may go. */
export async function contentVersions(): Promise<Partial<Record<Scope, number>>> {
  const { content } = await useStorage()
  const feeds = await content.feeds.toArray()
  return Object.fromEntries(feeds.filter(feed => feed.settled > 0).map(feed => [feed.scope, feed.settled]))
}
