import { mount, type VueWrapper } from '@vue/test-utils'
import { createPinia } from 'pinia'
import { shallowRef, type Component } from 'vue'
import { createMemoryHistory, createRouter } from 'vue-router'
import type { Language } from '#domain/language.ts'
import { wordsKey } from '#ui/use-words.ts'
import { loadPortalWords } from '#words/load-portal-words.ts'
import { createTranslator } from '#words/translator.ts'

const nowhere = { template: '<p />' }
const pathByName: Record<string, string> = { request: '/requests/:id', agreement: '/requests/:id/agreement' }

/** Shows a screen or one part of it with the portal's own words, at an address of the requests. */
export async function show(
  component: Component, props: Record<string, unknown> = {}, { language = 'en', address = '/requests' }: { language?: Language, address?: string } = {},
): Promise<VueWrapper> {
  const router = createRouter({
    history: createMemoryHistory(),
    routes: ['requests', 'request', 'agreement', 'newRequest', 'outbox'].map(name => ({ name, path: pathByName[name] ?? `/${name}`, component: nowhere })),
  })
  await router.push(address)
  const translator = createTranslator(language, await loadPortalWords(language))
  const words = shallowRef({ translator, timeZone: 'Europe/Stockholm', currency: 'SEK' })
  return mount(component, { props, attachTo: document.body, global: { plugins: [router, createPinia()], provide: { [wordsKey as symbol]: words } } })
}
