import { createHash } from 'node:crypto'
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'
import type { Language } from '#domain/language.ts'
import { accepts } from '../http/answer.ts'
import { pageHeaders } from '../http/security-headers.ts'
import { isUnchanged } from '../http/static-files.ts'
import type { Installation } from '../installation.ts'
import { brandCss } from './brand.ts'
import type { PublicPage } from './page-address.ts'
import { selectPageData } from './page-data.ts'
import { writeHead } from './page-head.ts'
import { alternatesOf } from './public-addresses.ts'
import { keyOfVersions, type PublicContent } from './public-content.ts'
import type { Renderer } from './renderer.ts'

type Asked = { path: string, search: string, page: PublicPage, language: Language, content: PublicContent }
type Rendered = { key: string, at: number, status: number, headers: Record<string, string>, bytes: Record<'identity' | 'gzip' | 'br', Uint8Array<ArrayBuffer>> }

const maxPages = 400
/** A page may say whether the business is open now. */
const freshMs = 5 * 60_000

export type RenderedPages = { answer: (request: Request, asked: Asked) => Promise<Response> }

/** Renders public pages, and keeps them until the content behind them changes. */
export function makeRenderedPages(installation: Installation, { render, template }: Renderer): RenderedPages {
  const kept = new Map<string, Rendered>()

  async function renderPage({ path, search, page, language, content }: Asked, key: string): Promise<Rendered> {
    const { config, epoch } = installation
    const now = installation.now()
    const data = selectPageData(content, page, language, { epoch, now })
    const output = await render({ url: path + search, language, data })
    const { accent } = content.business.brand
    const alternates = alternatesOf(content, page)
    const head = writeHead({ output, url: config.url, language, alternates, defaultLanguage: content.business.defaultLanguage })
    const html = template.fill({ language, head, brandCss: brandCss(accent), output })
    const etag = `"${createHash('sha256').update(html).digest('base64url').slice(0, 22)}"`
    const headers = { ...pageHeaders(html), 'cache-control': 'no-cache', vary: 'accept-encoding', 'content-language': language, etag }
    return { key, at: now, status: output.status, headers, bytes: await encode(html) }
  }

  return {
    async answer(request, asked) {
      const key = keyOfVersions(asked.content.versions)
      const found = asked.search === '' ? kept.get(asked.path) : undefined
      if (found?.key === key && installation.now() - found.at < freshMs) return answerRendered(request, found)
      const rendered = await renderPage(asked, key)
      // Addresses that lead nowhere are without number.
      if (asked.search === '' && rendered.status === 200) {
        kept.delete(asked.path)
        kept.set(asked.path, rendered)
        if (kept.size > maxPages) kept.delete(kept.keys().next().value!)
      }
      return answerRendered(request, rendered)
    },
  }
}

function answerRendered(request: Request, { status, headers, bytes }: Rendered): Response {
  if (status === 200 && isUnchanged(request, headers.etag!)) return new Response(null, { status: 304, headers })
  const encoding = (['br', 'gzip'] as const).find(name => accepts(request, name))
  if (!encoding) return new Response(bytes.identity, { status, headers })
  return new Response(bytes[encoding], { status, headers: { ...headers, 'content-encoding': encoding } })
}

/** Quick settings: a page is compressed when it is asked for, and then sent many times. */
async function encode(html: string): Promise<Rendered['bytes']> {
  const identity = Uint8Array.from(Buffer.from(html))
  const [br, gzipped] = await Promise.all([
    promisify(brotliCompress)(identity, { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } }),
    promisify(gzip)(identity),
  ])
  return { identity, br: Uint8Array.from(br), gzip: Uint8Array.from(gzipped) }
}
