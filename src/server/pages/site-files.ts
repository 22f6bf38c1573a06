import { createHash } from 'node:crypto'
import type { Context, Hono } from 'hono'
import { isLanguage } from '#domain/language.ts'
import { answerText } from '../http/answer.ts'
import type { ServerEnv } from '../http/mount.ts'
import { isUnchanged } from '../http/static-files.ts'
import type { Installation } from '../installation.ts'
import { brandCss } from './brand.ts'
import { writeManifest } from './manifest.ts'
import { preferredLanguage } from './preferred-language.ts'
import type { PublicContent, PublicContentReader } from './public-content.ts'
import { writeRobots, writeSitemap } from './sitemap.ts'

/** Small files that are made from what the business says of itself. */
export function mountSiteFiles(app: Hono<ServerEnv>, { config }: Installation, readContent: PublicContentReader): void {
  const serve = (path: string, type: string, write: (content: PublicContent, request: Request) => string | Promise<string>, headers: Record<string, string> = {}) => {
    app.get(path, async (context: Context<ServerEnv>) => {
      const content = await readContent()
      if (!content) return new Response(null, { status: 404 })
      return answerFresh(context.req.raw, await write(content, context.req.raw), { 'content-type': type, ...headers })
    })
  }
  serve('/brand.css', 'text/css; charset=utf-8', ({ business }) => brandCss(business.brand.accent))
  serve('/sitemap.xml', 'application/xml; charset=utf-8', content => writeSitemap(content, config.url))
  serve('/robots.txt', 'text/plain; charset=utf-8', () => writeRobots(config.url))
  serve('/manifest.webmanifest', 'application/manifest+json; charset=utf-8', ({ business }, request) => {
    const asked = new URL(request.url).searchParams.get('lang')
    const language = isLanguage(asked) && business.languages.includes(asked) ? asked : preferredLanguage(request, business)
    return writeManifest(business, language, config.distFolder)
  }, { vary: 'cookie, accept-language' })
}

function answerFresh(request: Request, text: string, headers: Record<string, string>): Promise<Response> | Response {
  const etag = `"${createHash('sha256').update(text).digest('base64url').slice(0, 22)}"`
  const all = { ...headers, 'cache-control': 'no-cache', etag, 'content-security-policy': "default-src 'none'; frame-ancestors 'none'" }
  return isUnchanged(request, etag) ? new Response(null, { status: 304, headers: all }) : answerText(request, text, { headers: all })
}
