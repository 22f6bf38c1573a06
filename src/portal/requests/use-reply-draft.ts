import { onMounted, onScopeDispose, ref, shallowRef, watch } from 'vue'
import type { NewFile } from '#local/files.ts'

/** A photo that waits to go along; `id` while it is kept with the draft. */
export type ReplyPhoto = NewFile & { id: string }

const restMs = 500
const formOf = (text: string) => ({ reply: text })
const textOf = (form: unknown) =>
  typeof form === 'object' && form !== null && 'reply' in form && typeof form.reply === 'string' ? form.reply : ''

/** What is being written to a request, kept on the device over reloads until it is sent. Without storage it lasts as long as the page. */
export function useReplyDraft(requestId: string) {
  const id = `reply-${requestId}`
  const text = ref('')
  const photos = shallowRef<readonly ReplyPhoto[]>([])
  let timer: ReturnType<typeof setTimeout> | undefined
  let isSettled = false

  const store = () => import('#local/drafts.ts')
  const keep = async () => {
    const { saveDraft, discardDraft } = await store()
    await (text.value === '' && photos.value.length === 0 ? discardDraft(id) : saveDraft(id, formOf(text.value)))
  }
  const keepSoon = () => {
    clearTimeout(timer)
    timer = setTimeout(() => { keep().catch(reportError) }, restMs)
  }

  onMounted(async () => {
    try {
      const { draft, draftPhotos } = await store()
      const kept = await draft(id)
      if (text.value === '') text.value = textOf(kept?.form)
      if (photos.value.length === 0) photos.value = (await draftPhotos(id)).map(({ id: photo, bytes, type }) => ({ id: photo, bytes, type: type as NewFile['type'] }))
    } catch (failure) {
      reportError(failure)
    }
    isSettled = true
  })
  watch(text, () => { if (isSettled) keepSoon() })
  onScopeDispose(() => {
    clearTimeout(timer)
    if (isSettled && text.value !== '') keep().catch(reportError)
  })

  return {
    text,
    photos,
    /** False where the file is no photo that can be sent. */
    async addPhoto(file: Blob): Promise<boolean> {
      const { reducePhoto } = await import('#local/reduce-photo.ts')
      const photo = await reducePhoto(file)
      if (!photo) return false
      const { addDraftPhoto } = await store()
      const { id: photoId } = await addDraftPhoto(id, photo)
      photos.value = [...photos.value, { ...photo, id: photoId }]
      await keep()
      return true
    },
    async removePhoto(photoId: string) {
      photos.value = photos.value.filter(photo => photo.id !== photoId)
      await (await store()).removeDraftPhoto(photoId)
    },
    async clear() {
      clearTimeout(timer)
      text.value = ''
      photos.value = []
      clearTimeout(timer)
      await (await store()).discardDraft(id)
    },
  }
}
