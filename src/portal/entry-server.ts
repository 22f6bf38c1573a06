import { renderToString, type SSRContext } from 'vue/server-renderer'
import type { PageInput, PageOutput } from '#protocol/page.ts'
import { createPortal } from './create-portal.ts'
import { pageHead } from './shell/page-head.ts'
import { loadTranslator } from './shell/load-translator.ts'

/** Renders a public page. The server gives the data; nothing personal is ever in it. */
export async function render({ url, language, data }: PageInput): Promise<PageOutput> {
  const translator = await loadTranslator(language, 'first')
  const { app, router } = createPortal({ translator, extent: 'all', data, isServer: true, isRendered: true })
  await router.push(url)
  await router.isReady()
  const context: SSRContext = {}
  const html = await renderToString(app, context)
  const preload = [...(context.modules as Set<string> | undefined ?? []), `src/words/locales/${language}/portal-first.ts`]
  return { html, ...pageHead(router.currentRoute.value, data, translator), json: toInlineJson(data), preload }
}

/** JSON that may stand inside a script element. */
const toInlineJson = (value: unknown) => JSON.stringify(value).replace(/</g, '\\u003c').replace(/\u2028|\u2029/g, ' ')
