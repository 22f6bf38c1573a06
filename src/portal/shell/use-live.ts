import { getCurrentScope, onMounted, onScopeDispose, shallowRef, watch, type ShallowRef } from 'vue'
import { whenQuiet } from './when-quiet.ts'

export type Live<Value> = Readonly<ShallowRef<Value | undefined>>

/**
 * A value that follows the device's database. `load` brings the module lazily, so that the first screen does not wait
 * for the database; `query` reads it, and again whenever what it read has changed or what `watched` names. `first`
 * came with the page; an `undefined` from the query means "not here yet" and keeps it.
 */
export function useLive<Module, Value>(
  load: () => Promise<Module>,
  query: (module: Module) => Promise<Value | undefined>,
  { first, watched }: { first?: Value | undefined, watched?: () => unknown } = {},
): Live<Value> {
  const value = shallowRef<Value | undefined>(first)
  let stop = () => {}
  let isDisposed = false

  async function follow() {
    const [{ observe }, module] = await Promise.all([import('#local/observe.ts'), load()])
    if (isDisposed) return
    stop()
    stop = observe(() => query(module), found => { if (found !== undefined) value.value = found }, failure => { reportError(failure) })
  }

  onMounted(async () => {
    if (first !== undefined) await whenQuiet()
    if (!isDisposed) await follow()
  })
  if (watched) watch(watched, follow)
  if (getCurrentScope()) onScopeDispose(() => { isDisposed = true; stop() })
  return value
}
