import { onMounted, onScopeDispose, ref, shallowRef, watch, type Ref } from 'vue'
import * as v from 'valibot'
import type { Millis } from '#domain/ids.ts'
import { draftKeyOf, isWorthKeeping, newDraft, readDraft, requestDraftSchema, type DraftAbout, type RequestDraft } from './request-draft.ts'
import type { DraftStart } from './start-draft.ts'

/** `memory`: this browser keeps nothing, the draft lasts as long as the page. */
export type Keeping = 'nothing' | 'kept' | 'memory'

const restMs = 300

type Parts = {
  /** The id its request will have; filled in here. */
  id: Ref<string>
  photoCount: Ref<number>
  /** What the person chose or typed before they came. */
  start?: DraftStart | undefined
  text?: string | undefined
}

/** The draft of a form, found again by what it is about and kept on the device as it is written. */
export function useRequestDraft(about: DraftAbout, { id, photoCount, start, text }: Parts) {
  const draft = ref<RequestDraft>()
  const resumedAt = ref<Millis>()
  const keeping = shallowRef<Keeping>('nothing')
  let timer: ReturnType<typeof setTimeout> | undefined
  let isOver = false

  async function load() {
    const { newRequestId } = await import('#local/submit.ts')
    try {
      const [{ drafts }, { rememberedContact }] = await Promise.all([import('#local/drafts.ts'), import('./remembered-contact.ts')])
      const kept = (await drafts()).flatMap(({ id: keptId, form, updatedAt }) => {
        const read = readDraft(form)
        return read && draftKeyOf(read) === draftKeyOf(about) ? [{ keptId, read, updatedAt }] : []
      })[0]
      if (kept) [resumedAt.value, keeping.value] = [kept.updatedAt, 'kept']
      id.value = kept?.keptId ?? newRequestId()
      draft.value = begin(kept?.read ?? newDraft(about, await rememberedContact()))
    } catch (failure) {
      reportError(failure)
      keeping.value = 'memory'
      id.value = newRequestId()
      draft.value = begin(newDraft(about, {}))
    }
  }

  function begin(found: RequestDraft): RequestDraft {
    const { kind: _kind, text: _text, answers, estimate, ...told } = start ?? {}
    const chosen = { ...told, ...(answers ? { answers, estimate } : {}) }
    const isNew = text && !found.text.includes(text)
    return { ...found, ...chosen, ...(isNew ? { text: [found.text.trim(), text].filter(Boolean).join('\n\n') } : {}) }
  }

  async function keep() {
    clearTimeout(timer)
    const form = draft.value
    if (isOver || !form || keeping.value === 'memory') return
    try {
      const { discardDraft, saveDraft } = await import('#local/drafts.ts')
      if (isWorthKeeping(form, photoCount.value)) {
        await saveDraft(id.value, v.parse(requestDraftSchema, form))
        keeping.value = 'kept'
      } else if (keeping.value === 'kept') {
        await discardDraft(id.value)
        keeping.value = 'nothing'
      }
    } catch (failure) {
      reportError(failure)
      keeping.value = 'memory'
    }
  }

  function keepSoon() {
    clearTimeout(timer)
    timer = setTimeout(keep, restMs)
  }

  /** Throws the draft away and begins anew under a new number; what is remembered of the person stays. */
  async function beginAnew() {
    const { newRequestId } = await import('#local/submit.ts')
    await discard()
    const { name = '', email = '', phone = '', place = '', isContactKnown = false, mode, answers, estimate } = draft.value ?? {}
    isOver = false
    id.value = newRequestId()
    resumedAt.value = undefined
    const facts = { ...(mode ? { mode } : {}), ...(answers ? { answers } : {}), ...(estimate ? { estimate } : {}) }
    draft.value = { ...newDraft(about, {}), ...facts, name, email, phone, place, isContactKnown }
  }

  /** Lets go of the draft; what is typed after this is not kept. */
  async function discard() {
    clearTimeout(timer)
    isOver = true
    if (keeping.value === 'kept') await (await import('#local/drafts.ts')).discardDraft(id.value).catch(reportError)
    if (keeping.value === 'kept') keeping.value = 'nothing'
  }

  const keepWhenHidden = () => { if (document.visibilityState === 'hidden') void keep() }
  onMounted(() => {
    void load()
    document.addEventListener('visibilitychange', keepWhenHidden)
  })
  watch([draft, photoCount], keepSoon, { deep: true })
  onScopeDispose(() => {
    document.removeEventListener('visibilitychange', keepWhenHidden)
    void keep()
  })

  return { draft, resumedAt, keeping, keep, discard, beginAnew }
}
