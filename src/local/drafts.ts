import type { Millis } from '#domain/ids.ts'
import type { Draft, DraftPhoto } from './device-database.ts'
import type { NewFile } from './files.ts'
import { mintId } from './mint.ts'
import { outboxesOf } from './moved-guests.ts'
import { findCurrent, findVisible } from './readers.ts'
import { useStorage } from './storage.ts'

export type { Draft, DraftPhoto } from './device-database.ts'

/** Whose drafts are shown before anybody has written or signed in. */
const nobody = ''

/** Keeps a form as it stands. `id` is the id its request will have (`newRequestId`); `form` is the screen's own, without photos. */
export async function saveDraft(id: string, form: unknown, now: Millis = Date.now()): Promise<void> {
  const storage = await useStorage()
  const { device } = storage
  await device.transaction('rw', device.drafts, device.readers, device.settings, async () => {
    const known = await device.drafts.get(id)
    const reader = known?.reader ?? (await findCurrent(storage))?.id ?? nobody
    await device.drafts.put({ id, reader, form, createdAt: known?.createdAt ?? now, updatedAt: now })
  })
}

/** The drafts of everybody who is shown on this device, newest first. A draft whose request was saved is no draft any more. */
export async function drafts(): Promise<Draft[]> {
  const storage = await useStorage()
  const visible = await findVisible(storage)
  const found = await storage.device.drafts.where('reader').anyOf([nobody, ...visible.map(reader => reader.id)]).toArray()
  const outboxes = (await Promise.all(visible.map(({ id }) => outboxesOf(storage, id)))).flat().map(({ outbox }) => outbox)
  const open: Draft[] = []
  for (const draft of found) {
    let isSaved = false
    for (const outbox of outboxes) isSaved ||= await outbox.commands.where('requestId').equals(draft.id).count() > 0
    if (!isSaved) open.push(draft)
  }
  return open.sort((a, b) => b.updatedAt - a.updatedAt)
}

/** One draft, if it is still one. */
export const draft = async (id: string): Promise<Draft | undefined> => (await drafts()).find(candidate => candidate.id === id)

/** Keeps a photo with a draft, also before the form was first saved. */
export async function addDraftPhoto(draftId: string, { bytes, type }: NewFile, now: Millis = Date.now()): Promise<DraftPhoto> {
  const photo: DraftPhoto = { id: mintId(now), draft: draftId, type, bytes, addedAt: now }
  await (await useStorage()).device.draftPhotos.add(photo)
  return photo
}

/** A draft's photos in the order in which they were taken. */
export async function draftPhotos(draftId: string): Promise<DraftPhoto[]> {
  return (await useStorage()).device.draftPhotos.where('draft').equals(draftId).sortBy('addedAt')
}

/** Deletes one photo of a draft. */
export async function removeDraftPhoto(photoId: string): Promise<void> {
  await (await useStorage()).device.draftPhotos.delete(photoId)
}

/** To be called once the request has been saved, or when its writer lets go of it. */
export async function discardDraft(id: string): Promise<void> {
  const { device } = await useStorage()
  await device.transaction('rw', device.drafts, device.draftPhotos, async () => {
    await device.drafts.delete(id)
    await device.draftPhotos.where('draft').equals(id).delete()
  })
}
