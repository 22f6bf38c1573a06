import { openFeedDatabase, publicName, type FeedDatabase } from './feed-database.ts'
import type { Where } from './open-database.ts'

/** Catalog, texts and articles, the same for everybody on this device. */
export const openPublicDatabase = (where: Where): FeedDatabase => openFeedDatabase(publicName, where)
