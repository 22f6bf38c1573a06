import '#ui/tokens.css'
import '#ui/base.css'
import './shell/desk.css'
import { createTransport } from '#local/transport.ts'
import { reloadOnceWhenPartIsGone } from '#ui/reload-once.ts'
import { createDesk } from './create-desk.ts'
import { rememberedLanguage } from './shell/language.ts'
import { loadTranslator } from './shell/load-translator.ts'

const parts = reloadOnceWhenPartIsGone()
const language = rememberedLanguage('en')
document.documentElement.lang = language
const { app, router } = createDesk({ translator: await loadTranslator(language), transport: createTransport() })
parts.follow(router)

await router.isReady()
app.mount('#app')
