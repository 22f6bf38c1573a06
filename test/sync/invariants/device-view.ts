import type { Reader } from '#local/device-database.ts'
import type { Feed, FeedRow } from '#local/feed-database.ts'
import type { OutboxFile, OutboxMeta, StoredCommand, StoredResultRow } from '#local/outbox-database.ts'
import type { Device } from '../device.ts'

/** What lies on a device's disk, of one reader. */
export type ReaderView = {
  reader: Reader, commands: StoredCommand[], results: StoredResultRow[], files: OutboxFile[], meta: OutboxMeta | undefined, feed: Feed | undefined, rows: FeedRow[]
}

export const readersOf = ({ disk }: Device): Reader[] => disk.rowsOf<Reader>('servus-device', 'readers')

const baseOf = ({ disk }: Device, reader: string) => disk.databases().find(name => /^servus-base-\d+-/.test(name) && name.endsWith(reader)) ?? ''

export function viewReader(device: Device, reader: Reader): ReaderView {
  const outbox = <Row>(store: string) => device.disk.rowsOf<Row>(`servus-outbox-${reader.id}`, store)
  const base = <Row>(store: string) => device.disk.rowsOf<Row>(baseOf(device, reader.id), store)
  return {
    reader, commands: outbox('commands'), results: outbox('results'), files: outbox('files'), meta: outbox<OutboxMeta>('meta')[0],
    feed: base<Feed>('feeds')[0], rows: base('rows'),
  }
}

export const viewAll = (device: Device): ReaderView[] => readersOf(device).filter(reader => !reader.isLeaving).map(reader => viewReader(device, reader))

/** Rows that screens read. */
export const shownRows = ({ feed, rows }: ReaderView): FeedRow[] => rows.filter(row => row.fill === (feed?.shown ?? 1))
