import { createPinia } from 'pinia'
import { createApp, shallowRef, type App } from 'vue'
import type { Router } from 'vue-router'
import type { Transport } from '#local/transport.ts'
import { wordsKey, type WordsContext } from '#ui/use-words.ts'
import type { Translator } from '#words/translator.ts'
import { createUploads, uploadsKey } from './requests/photos/uploads.ts'
import { createDeskRouter } from './router.ts'
import { useSessionStore } from './session/session-store.ts'
import { createCatalog, catalogKey } from './shell/catalog.ts'
import { createDeskApi, deskApiKey } from './shell/desk-api.ts'
import { createHints, hintsKey } from './shell/hints.ts'
import { languageSwitchKey, type LanguageSwitch } from './shell/language.ts'
import { loadTranslator } from './shell/load-translator.ts'
import { createServerClock, serverClockKey } from './shell/server-clock.ts'
import TheDesk from './shell/TheDesk.vue'

/** Used until the business's own row is read. */
const fallbackFacts = { timeZone: 'Europe/Stockholm', currency: 'SEK' }

/** The staff's app, put together; the way to the server is passed in. */
export function createDesk({ translator, transport }: { translator: Translator, transport: Transport }): { app: App, router: Router } {
  const app = createApp(TheDesk)
  const router = createDeskRouter()
  const words = shallowRef<WordsContext>({ translator, ...fallbackFacts })
  const switchTo: LanguageSwitch = async language => {
    words.value = { ...words.value, translator: await loadTranslator(language) }
    document.documentElement.lang = language
  }
  app.use(createPinia())
  const session = useSessionStore()
  const clock = createServerClock()
  const api = createDeskApi(transport, { onSignedOut: session.expire, onServerTime: clock.set })
  session.connect(api)
  app.provide(wordsKey, words)
  app.provide(languageSwitchKey, switchTo)
  app.provide(deskApiKey, api)
  app.provide(serverClockKey, clock)
  app.provide(catalogKey, createCatalog(api, ({ timeZone, currency }) => { words.value = { ...words.value, timeZone, currency } }))
  app.provide(hintsKey, createHints({ open: url => new EventSource(url), checkSession: () => void session.check() }))
  app.provide(uploadsKey, createUploads(api))
  app.use(router)
  return { app, router }
}
