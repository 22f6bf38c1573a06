import { baseName, openFeedDatabase, type FeedDatabase } from './feed-database.ts'
import type { Where } from './open-database.ts'

/** What one reader may see: their requests, events and files. */
export const openBaseDatabase = (reader: string, where: Where): FeedDatabase => openFeedDatabase(baseName(reader), where)
