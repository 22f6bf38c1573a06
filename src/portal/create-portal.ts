import { createPinia } from 'pinia'
import { createSSRApp, createApp, shallowRef, type App } from 'vue'
import type { Router } from 'vue-router'
import type { Language } from '#domain/language.ts'
import type { PageData } from '#protocol/page.ts'
import { wordsKey, type WordsContext } from '#ui/use-words.ts'
import type { Translator } from '#words/translator.ts'
import { createPortalRouter } from './router.ts'
import { pageDataKey } from './shell/page-data.ts'
import ThePortal from './shell/ThePortal.vue'
import { loadTranslator, type Extent } from './shell/load-translator.ts'
import { wordsSourceKey, type WordsSource } from './shell/words-source.ts'

export type PortalInput = {
  /** With the words of the public pages at least; the rest follow before any other page opens. */
  translator: Translator
  extent: Extent
  data?: PageData | undefined
  isServer: boolean
  /** Rendered by the server: hydrate instead of mounting anew. */
  isRendered: boolean
}

/** Until the business's own are read: nothing with a time or an amount is on the screen before. */
const factsBefore = { timeZone: 'UTC', currency: 'EUR' }

/** The portal, the same on the server and in the browser. */
export function createPortal({ translator, extent, data, isServer, isRendered }: PortalInput): { app: App, router: Router, loadAllWords: () => Promise<void> } {
  const app = isServer || isRendered ? createSSRApp(ThePortal) : createApp(ThePortal)
  const router = createPortalRouter({ isServer, rememberedLanguage: translator.language })
  const facts = data ? { timeZone: data.business.timeZone, currency: data.business.currency } : factsBefore
  const words = shallowRef<WordsContext>({ translator, ...facts })
  let hasAll = extent === 'all'
  const source: WordsSource = {
    async switchTo(language: Language) {
      words.value = { ...words.value, translator: await loadTranslator(language, 'all') }
      hasAll = true
      if (!isServer) document.documentElement.lang = language
    },
    async loadAll() {
      if (!hasAll) await source.switchTo(words.value.translator.language)
    },
    adopt(facts) { words.value = { ...words.value, ...facts } },
  }
  router.beforeResolve(to => (to.meta.isPublic ? undefined : source.loadAll()))
  app.provide(wordsKey, words)
  app.provide(wordsSourceKey, source)
  if (data) app.provide(pageDataKey, data)
  app.use(createPinia())
  app.use(router)
  return { app, router, loadAllWords: source.loadAll }
}
