import { onScopeDispose } from 'vue'

/** Every shortcut of the desk, in the order of the list that `?` shows. */
export const shortcuts = ['j', 'k', 'Enter', '/', 'n', 'c', 'Escape', '?'] as const
export type Shortcut = (typeof shortcuts)[number]

/** The key meant: letters by their place where the keyboard writes another script. */
export function keyOf({ key, code }: Pick<KeyboardEvent, 'key' | 'code'>): string {
  if (key.length > 1 || key.charCodeAt(0) < 128) return key
  return /^Key[A-Z]$/.test(code) ? code.slice(3).toLowerCase() : key
}

export const isTyping = (target: EventTarget | null) =>
  target instanceof HTMLElement && (target.isContentEditable || target.matches('textarea, select, input:not([type=checkbox], [type=radio])'))

type Handlers = Partial<Record<Shortcut, (event: KeyboardEvent) => void>>

/** Listens as long as the component lives. While somebody types only Escape counts, in an open dialog or behind the sign-in nothing does. */
export function useShortcuts(handlers: Handlers) {
  function onKey(event: KeyboardEvent) {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return
    if (document.querySelector('dialog[open], [data-covered]')) return
    const key = keyOf(event)
    if (key !== 'Escape' && isTyping(event.target)) return
    const handle = Object.hasOwn(handlers, key) ? handlers[key as Shortcut] : undefined
    if (!handle) return
    handle(event)
  }
  addEventListener('keydown', onKey)
  onScopeDispose(() => removeEventListener('keydown', onKey))
}
