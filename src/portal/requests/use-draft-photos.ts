import { computed, onScopeDispose, ref, shallowRef, watch, type Ref } from 'vue'
import { fileTypes, maxFileBytes, maxFilesPerCommand } from '#protocol/command.ts'

/** A photo as the form shows it; `url` is the browser's own address for its bytes. */
export type ShownPhoto = { id: string, url: string }
export type PhotoProblem = { kind: 'notPicture' | 'tooLarge' | 'notKept', name: string } | { kind: 'tooMany' }

export const mostPhotos = maxFilesPerCommand

/** The photos of a draft: reduced and stripped of place data on this device, and kept beside the draft. */
export function useDraftPhotos(draftId: Ref<string>) {
  const photos = shallowRef<readonly ShownPhoto[]>([])
  const problems = shallowRef<readonly PhotoProblem[]>([])
  const isWorking = ref(false)

  const toShown = ({ id, type, bytes }: { id: string, type: string, bytes: ArrayBuffer }): ShownPhoto =>
    ({ id, url: URL.createObjectURL(new Blob([bytes], { type })) })
  const forget = (all: readonly ShownPhoto[]) => all.forEach(({ url }) => URL.revokeObjectURL(url))

  watch(draftId, async id => {
    forget(photos.value)
    photos.value = []
    problems.value = []
    if (id === '') return
    try {
      const { draftPhotos } = await import('#local/drafts.ts')
      const kept = await draftPhotos(id)
      if (id === draftId.value) photos.value = kept.map(toShown)
    } catch (failure) {
      reportError(failure)
    }
  }, { immediate: true })
  onScopeDispose(() => forget(photos.value))

  async function add(files: readonly File[]) {
    const room = mostPhotos - photos.value.length
    problems.value = files.length > room ? [{ kind: 'tooMany' }] : []
    isWorking.value = true
    try {
      for (const file of files.slice(0, room)) {
        const problem = await addOne(file)
        if (problem) problems.value = [...problems.value, problem]
      }
    } finally {
      isWorking.value = false
    }
  }

  async function addOne(file: File): Promise<PhotoProblem | undefined> {
    const { name } = file
    const [{ reducePhoto }, { addDraftPhoto }] = await Promise.all([import('#local/reduce-photo.ts'), import('#local/drafts.ts')])
    const reduced = await reducePhoto(file)
    if (reduced && !isPicture(reduced.bytes)) return { kind: 'notPicture', name }
    if (!reduced) return { kind: fileTypes.some(type => type === file.type) && file.size > maxFileBytes ? 'tooLarge' : 'notPicture', name }
    try {
      photos.value = [...photos.value, toShown(await addDraftPhoto(draftId.value, reduced))]
      return undefined
    } catch (failure) {
      reportError(failure)
      return { kind: 'notKept', name }
    }
  }

  async function remove(id: string) {
    forget(photos.value.filter(photo => photo.id === id))
    photos.value = photos.value.filter(photo => photo.id !== id)
    problems.value = []
    await (await import('#local/drafts.ts')).removeDraftPhoto(id).catch(reportError)
  }

  return { photos, problems, isWorking, count: computed(() => photos.value.length), add, remove }
}

const signatures = [/^\xFF\xD8\xFF/, /^\x89PNG/, /^RIFF....WEBP/s]

/** What could not be reduced is kept as it came: its first bytes tell whether it is what its name says. */
function isPicture(bytes: ArrayBuffer): boolean {
  const head = String.fromCharCode(...new Uint8Array(bytes, 0, Math.min(12, bytes.byteLength)))
  return signatures.some(signature => signature.test(head))
}
