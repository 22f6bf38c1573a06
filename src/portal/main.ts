import '#ui/tokens.css'
import '#ui/base.css'
import type { PageData } from '#protocol/page.ts'
import { reloadOnceWhenPartIsGone } from '#ui/reload-once.ts'
import { createPortal } from './create-portal.ts'
import { languageOfPath, rememberedLanguage } from './shell/language.ts'
import { loadTranslator } from './shell/load-translator.ts'
import { startAfterFirstPaint } from './shell/start-after-first-paint.ts'

const parts = reloadOnceWhenPartIsGone()
const root = document.querySelector<HTMLElement>('#app')!
const isRendered = root.dataset.ssr === __BUILD_ID__
const text = isRendered ? document.querySelector('#page-data')?.textContent : undefined
const data = text ? JSON.parse(text) as PageData : undefined

const language = languageOfPath(location.pathname) ?? rememberedLanguage('en')
document.documentElement.lang = language
const extent = data ? 'first' : 'all'
const { app, router, loadAllWords } = createPortal({ translator: await loadTranslator(language, extent), extent, data, isServer: false, isRendered: data !== undefined })
parts.follow(router)

await router.isReady()
if (!data) root.replaceChildren()
app.mount(root)
performance.mark('servus-mounted')
startAfterFirstPaint(app, loadAllWords)
