import { describe, expect, it } from 'vitest'
import { createSSRApp, shallowRef } from 'vue'
import { createMemoryHistory, createRouter } from 'vue-router'
import { renderToString } from 'vue/server-renderer'
import { languages } from '#domain/language.ts'
import { wordsKey } from '#ui/use-words.ts'
import { loadFirstWords } from '#words/load-portal-words.ts'
import { createTranslator } from '#words/translator.ts'
import HomePage from '../../../src/portal/shell/HomePage.vue'
import { pageDataKey } from '../../../src/portal/shell/page-data.ts'
import { content } from '../device-page.ts'

describe('the home page from the server', () => {
  it.each(languages)('says in %s with the first words alone what can be done here, and has no style of its own', async language => {
    const app = createSSRApp(HomePage)
    app.use(createRouter({ history: createMemoryHistory(), routes: [{ path: '/:rest(.*)*', component: {} }] }))
    const translator = createTranslator(language, await loadFirstWords(language))
    app.provide(wordsKey, shallowRef({ translator, timeZone: 'Europe/Stockholm', currency: 'SEK' }))
    const { business } = content
    app.provide(pageDataKey, { epoch: '', versions: {}, now: 0, business, categories: [], services: [], ratings: [], evaluations: [], articles: [] })
    const html = await renderToString(app)
    expect(html).toContain(translator.t('home.title'))
    expect(html.match(/<a /g)).toHaveLength(3)
    expect(html).toContain(translator.t('home.how.agree'))
    expect(html).not.toContain('style=')
  })
})
