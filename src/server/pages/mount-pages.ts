import { readFileSync, existsSync } from 'node:fs'
import { createHash } from 'node:crypto'
import { join } from 'node:path'
import type { Hono } from 'hono'
import { answerText } from '../http/answer.ts'
import type { ServerEnv } from '../http/mount.ts'
import { pageHeaders } from '../http/security-headers.ts'
import { isUnchanged, listStaticFiles } from '../http/static-files.ts'
import type { Installation } from '../installation.ts'
import { parseAddress, type PageAddress } from './page-address.ts'
import { preferredLanguage } from './preferred-language.ts'
import { makePublicContentReader, type PublicContent } from './public-content.ts'
import { makeRenderedPages } from './rendered-pages.ts'
import { loadRenderer } from './renderer.ts'
import { mountSiteFiles } from './site-files.ts'

/** The portal's and the desk's addresses. Nothing personal is ever in what they answer. */
export async function mountPages(app: Hono<ServerEnv>, installation: Installation): Promise<void> {
  const { config, log } = installation
  const readContent = makePublicContentReader(installation)
  const renderer = await loadRenderer(config.distFolder)
  const pages = renderer && makeRenderedPages(installation, renderer)
  const shell = readShell(join(config.distFolder, 'portal', 'shell.html'))
  const desk = readShell(join(config.distFolder, 'desk', 'index.html'))
  const files = listStaticFiles(
    [{ folder: join(config.distFolder, 'portal'), prefix: '/' }, { folder: join(config.distFolder, 'desk'), prefix: '/desk/' }],
    new Set(['/index.html', '/desk/index.html']),
  )
  if (!pages) log.warn('The portal has not been built, so only the API is served. Build it with: npm run build')
  mountSiteFiles(app, installation, readContent)

  app.get('*', async context => {
    const request = context.req.raw
    const { pathname: path, search } = new URL(request.url)
    const file = files.answer(request, path)
    if (file) return file
    if (/\.\w+$/.test(path)) return answerPlain(request, 404, 'There is no such file.')
    const address = parseAddress(path)
    if (address.kind === 'desk') return desk ? answerShell(request, desk) : answerPlain(request, 503, notBuilt)
    if (address.kind === 'private') return shell ? answerShell(request, shell) : answerPlain(request, 503, notBuilt)
    if (!pages) return answerPlain(request, 503, notBuilt)
    const content = await readContent()
    if (!content) return answerPlain(request, 503, 'This portal has no content yet. Load some with: npm run content -- <folder>')
    const redirect = redirectOf(request, path, search, address, content)
    if (redirect) return redirect
    try {
      const { language, page } = address.kind === 'public' ? address : { language: preferredLanguage(request, content.business), page: { name: 'other' } as const }
      return await pages.answer(request, { path, search, page, language, content })
    } catch (error) {
      log.error(`The page ${path} could not be rendered`, error)
      return shell ? answerShell(request, shell, 500) : answerPlain(request, 500, 'This page cannot be shown just now.')
    }
  })
}

const notBuilt = 'The portal has not been built yet. Build it with: npm run build'

/** Public addresses are one per page: with a language that the business has, without a slash at the end. */
function redirectOf(request: Request, path: string, search: string, address: PageAddress, { business }: PublicContent): Response | undefined {
  const to = (status: 301 | 302, target: string, vary?: string) =>
    new Response(null, { status, headers: { location: target + search, 'cache-control': status === 302 ? 'no-store' : 'no-cache', ...(vary && { vary }) } })
  if (address.kind === 'unprefixed') {
    return to(302, `/${preferredLanguage(request, business)}${path.replace(/(?<=.)\/+$/, '')}`, 'cookie, accept-language')
  }
  if (address.kind !== 'public') return undefined
  if (!business.languages.includes(address.language)) return to(302, `/${business.defaultLanguage}${address.rest}`)
  if (address.rest === '/' && !path.endsWith('/')) return to(301, `${path}/`)
  return address.rest !== '/' && path.endsWith('/') ? to(301, path.replace(/\/+$/, '')) : undefined
}

type Shell = { html: string, headers: Record<string, string> }

function readShell(file: string): Shell | undefined {
  if (!existsSync(file)) return undefined
  const html = readFileSync(file, 'utf8')
  const etag = `"${createHash('sha256').update(html).digest('base64url').slice(0, 22)}"`
  return { html, headers: { ...pageHeaders(html), 'cache-control': 'no-cache', etag } }
}

async function answerShell(request: Request, { html, headers }: Shell, status = 200): Promise<Response> {
  if (status === 200 && isUnchanged(request, headers.etag!)) return new Response(null, { status: 304, headers })
  return answerText(request, html, { status, headers })
}

const answerPlain = (request: Request, status: number, text: string) =>
  answerText(request, `${text}\n`, { status, headers: { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' } })
