import '#ui/tokens.css'
import '#ui/base.css'
import './shell/desk.css'
import { createTransport } from '#local/transport.ts'
import { createDesk } from './create-desk.ts'
import { rememberedLanguage } from './shell/language.ts'
import { loadTranslator } from './shell/load-translator.ts'

const language = rememberedLanguage('en')
document.documentElement.lang = language
const { app, router } = createDesk({ translator: await loadTranslator(language), transport: createTransport() })

await router.isReady()
app.mount('#app')
