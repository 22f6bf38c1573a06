import type * as v from 'valibot'
import { computed, inject, shallowRef, type ComputedRef, type InjectionKey } from 'vue'
import type { fileRefSchema } from '#protocol/command.ts'
import type { DeskApi, Failure } from '../../shell/desk-api.ts'

/** A photo that was chosen and reduced; `preview` is an object URL for the screen. */
export type PickedPhoto = { file: v.InferOutput<typeof fileRefSchema>, content: ArrayBuffer, preview: string }
export type Upload = { account: string, photo: PickedPhoto, failure?: Failure }

export type Uploads = {
  waiting: ComputedRef<readonly Upload[]>
  /** Sends the bytes of photos whose command has taken effect, one after the other. */
  add: (account: string, photos: readonly PickedPhoto[]) => void
  retry: () => void
  forget: () => void
}

/** Photos on their way. They lie in memory only, so the browser asks before the page is closed. */
export function createUploads(api: Pick<DeskApi, 'uploadFile'>): Uploads {
  const queue = shallowRef<readonly Upload[]>([])
  let isRunning = false

  async function run() {
    if (isRunning) return
    isRunning = true
    for (let next = queue.value.find(upload => !upload.failure); next; next = queue.value.find(upload => !upload.failure)) {
      const { account, photo } = next
      const reply = await api.uploadFile(photo.file, account, photo.content)
      const isSettled = reply.ok || reply.refusal.kind === 'refused'
      if (isSettled) URL.revokeObjectURL(photo.preview)
      queue.value = queue.value.flatMap(upload => {
        if (upload.photo !== photo) return [upload]
        return isSettled ? [] : [{ account, photo, failure: (reply as { refusal: Failure }).refusal }]
      })
    }
    isRunning = false
  }

  addEventListener('beforeunload', event => {
    if (queue.value.length > 0) event.preventDefault()
  })
  return {
    waiting: computed(() => queue.value),
    add(account, photos) {
      queue.value = [...queue.value, ...photos.map(photo => ({ account, photo }))]
      void run()
    },
    retry() {
      queue.value = queue.value.map(({ account, photo }) => ({ account, photo }))
      void run()
    },
    forget() {
      queue.value = []
    },
  }
}

export const uploadsKey: InjectionKey<Uploads> = Symbol('uploads')

export function useUploads(): Uploads {
  const uploads = inject(uploadsKey)
  if (!uploads) throw new Error('no uploads provided')
  return uploads
}
