import 'fake-indexeddb/auto'
import { join } from 'node:path'
import { IDBFactory } from 'fake-indexeddb'
import { Dexie } from 'dexie'
import { flushPromises, mount, type VueWrapper } from '@vue/test-utils'
import { createPinia, setActivePinia } from 'pinia'
import { defineComponent, h, shallowRef, type Component } from 'vue'
import { createMemoryHistory, createRouter, RouterView, type Router } from 'vue-router'
import type { Language } from '#domain/language.ts'
import { closeStorage, openStorage } from '#local/storage.ts'
import { languageScope, publicScope } from '#protocol/scopes.ts'
import { wordsKey } from '#ui/use-words.ts'
import { loadPortalWords } from '#words/load-portal-words.ts'
import { createTranslator } from '#words/translator.ts'
import { loadContent, type Content } from '../../src/server/content/load-content.ts'

/** The demo business, as the server would read it. */
export const content: Content = loadContent(join(import.meta.dirname, '../../src/content')).content!

/** A new phone: nothing is on it. */
export async function emptyDevice() {
  await closeStorage()
  globalThis.indexedDB = Dexie.dependencies.indexedDB = new IDBFactory()
  localStorage.clear()
}

/** The public content has been fetched. */
export async function fetchContent(language: Language = 'en') {
  const { content: base } = await openStorage()
  const put = (scope: string, kind: string, key: string, body: unknown) => base.rows.put({ scope, fill: 1, kind, key, version: 1, body })
  await put(publicScope, 'business', content.business.id, content.business)
  for (const service of content.services) await put(publicScope, 'service', service.id, service)
  for (const article of content.articles) await put(languageScope(article.language), 'article', article.id, article)
  for (const scope of [publicScope, languageScope(language)]) await base.feeds.put({ scope, shown: 1, cursor: 1, settled: 1 })
}

export type Shown = { page: VueWrapper, router: Router }

const Root = defineComponent({ render: () => h(RouterView) })

/** Opens a page as the portal would. Unmounting and opening again is a reload: only what is on the device survives. */
export async function open(component: Component, path: string, address: string, language: Language = 'en'): Promise<Shown> {
  const router = createRouter({
    history: createMemoryHistory(),
    routes: [{ path, component }, { path: '/:path(.*)*', component: { template: '<p>elsewhere</p>' } }],
  })
  const pinia = createPinia()
  setActivePinia(pinia)
  await router.push(address)
  const translator = createTranslator(language, await loadPortalWords(language))
  const words = shallowRef({ translator, timeZone: 'Europe/Stockholm', currency: 'SEK' })
  const page = mount(Root, { attachTo: document.body, global: { plugins: [router, pinia], provide: { [wordsKey as symbol]: words } } })
  return { page, router }
}

/** Closes a page and lets it write down what it still holds. */
export async function close({ page }: Shown) {
  page.unmount()
  await new Promise(resolve => setTimeout(resolve, 60))
}

/** Waits until something holds: databases take their own time. */
export async function until(holds: () => boolean, what: string) {
  for (let tries = 0; tries < 200; tries++) {
    await flushPromises()
    if (holds()) return
    await new Promise(resolve => setTimeout(resolve, 10))
  }
  throw new Error(`still not: ${what}\n${document.body.textContent?.replace(/\s+/g, ' ')}`)
}

export const buttonNamed = (page: VueWrapper, name: string) => {
  const found = page.findAll('button').find(button => button.text() === name)
  if (!found) throw new Error(`no button '${name}' in: ${page.text()}`)
  return found
}

/** What screens report instead of showing it; a test that expects none looks here. */
export const reported: unknown[] = []
globalThis.reportError = (failure: unknown) => {
  reported.push(failure)
  console.error(failure)
}
