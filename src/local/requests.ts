import { isEnded } from '#domain/request/states.ts'
import type { Millis } from '#domain/ids.ts'
import type { FileRow } from '#protocol/rows.ts'
import { readerScope } from '#protocol/scopes.ts'
import type { DeviceStorage } from './device-storage.ts'
import { findUntaken, outboxesOf } from './moved-guests.ts'
import type { OutboxFile } from './outbox-database.ts'
import { readReader, type ProjectedRequest } from './read-reader.ts'
import { readRow } from './read-rows.ts'
import { findVisible } from './readers.ts'
import { serverNow } from './server-clock.ts'
import { useStorage } from './storage.ts'

export type { AttentionItem } from './attention.ts'
export type { ProjectedRequest } from './read-reader.ts'
export type { PendingMark, Projected, ShownEvent, StuckCommand } from './project.ts'

/** `onPhone`: its bytes are here and not yet with the business; `awaited`: neither here nor there yet. */
export type ShownFile = Pick<FileRow, 'id' | 'type' | 'size'> & { state: 'onPhone' | 'awaited' | 'ready' | 'refused', code?: string }

/** All requests of everybody who is shown on this device, newest change first. `isOpen` keeps those that are open, or those that are over. */
export async function projectedRequests(filter: { isOpen?: boolean } = {}, now: Millis = serverNow()): Promise<ProjectedRequest[]> {
  const storage = await useStorage()
  const isShown = ({ state }: { state: ProjectedRequest['request']['state'] }) => filter.isOpen === undefined || filter.isOpen === !isEnded(state)
  const requests: ProjectedRequest[] = []
  for (const reader of await findVisible(storage)) requests.push(...await readReader(storage, reader, now, { isShown }))
  return requests.sort((a, b) => b.request.updatedAt - a.request.updatedAt || (a.request.id < b.request.id ? 1 : -1))
}

/** One request with its whole thread and its files, whoever of this device it belongs to; undefined where nobody here sees it. */
export async function projectedRequest(id: string, now: Millis = serverNow()): Promise<ProjectedRequest & { files: ShownFile[] } | undefined> {
  const storage = await useStorage()
  for (const reader of await findVisible(storage)) {
    const request = (await readReader(storage, reader, now, { only: id })).find(candidate => candidate.request.id === id)
    if (request) return { ...request, files: await readFiles(storage, request) }
  }
  return undefined
}

async function readFiles(storage: DeviceStorage, { reader, events, attention }: ProjectedRequest): Promise<ShownFile[]> {
  const files: ShownFile[] = []
  const outboxes = await outboxesOf(storage, reader)
  const holders = [reader, ...(await findUntaken(storage, reader)).map(guest => guest.id)]
  for (const file of [...events, ...attention.map(item => item.command)].flatMap(part => part.files ?? [])) {
    if (files.some(known => known.id === file.id)) continue
    const here = (await Promise.all(outboxes.map(({ outbox }) => outbox.files.get(file.id)))).find(found => found !== undefined)
    const there = await firstRow(holders, holder => readRow(storage.baseOf(holder), readerScope(holder), 'file', file.id))
    files.push({ id: file.id, type: file.type, size: file.size, ...fileState(here, there) })
  }
  return files
}

async function firstRow<Row>(holders: readonly string[], read: (holder: string) => Promise<Row | undefined>): Promise<Row | undefined> {
  for (const holder of holders) {
    const row = await read(holder)
    if (row) return row
  }
  return undefined
}

function fileState(here: OutboxFile | undefined, there: FileRow | undefined): Pick<ShownFile, 'state' | 'code'> {
  if (there?.state === 'ready') return { state: 'ready' }
  const refused = there?.state === 'refused' ? there : here?.state === 'refused' || here?.state === 'damaged' ? here : undefined
  if (refused) return { state: 'refused', code: ('code' in refused && refused.code) || 'wrong-hash' }
  return { state: here ? 'onPhone' : 'awaited' }
}
