import * as v from 'valibot'
import { nextTick, ref, watch, type Ref } from 'vue'
import { useStaff } from '../../session/session-store.ts'
import { draftKey, dropDraft, keepDraft, readDraft } from './draft-store.ts'

export type Draft<Value> = {
  value: Ref<Value>
  /** Came from an earlier visit, not from the request. */
  wasKept: Ref<boolean>
  /** Forgets what was typed and begins with what the request says. */
  startOver: () => void
  /** Forgets it on the disk, since it has been sent. */
  drop: () => void
}

type Source<Value> = { requestId: string, name: string, schema: v.GenericSchema<unknown, Value>, initial: () => Value }

/** What is being typed, kept on this machine until it is sent. Read back through its schema: an older desk may have kept it. */
export function useDraft<Value>({ requestId, name, schema, initial }: Source<Value>): Draft<Value> {
  const key = draftKey(useStaff().id, requestId, name)
  const kept = v.safeParse(schema, readDraft(key))
  const value = ref(kept.success ? kept.output : initial()) as Ref<Value>
  const wasKept = ref(kept.success)
  let untouched = JSON.stringify(initial())

  watch(value, now => {
    if (JSON.stringify(now) === untouched) dropDraft(key)
    else keepDraft(key, now)
  }, { deep: true })

  async function begin() {
    value.value = initial()
    untouched = JSON.stringify(value.value)
    wasKept.value = false
    await nextTick()
    dropDraft(key)
  }
  return { value, wasKept, startOver: () => void begin(), drop: () => void begin() }
}
