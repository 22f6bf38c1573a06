import { escapeHtml } from '../notify/escape-html.ts'
import { alternatesOf, publicPages } from './public-addresses.ts'
import type { PublicContent } from './public-content.ts'

/** All public pages with their other languages (sitemaps.org 0.9, hreflang as search engines read it). */
export function writeSitemap(content: PublicContent, url: string): string {
  const entries = publicPages(content).flatMap(page => {
    const alternates = alternatesOf(content, page)
    const links = alternates.map(({ language, path }) => `<xhtml:link rel="alternate" hreflang="${language}" href="${escapeHtml(url + path)}"/>`).join('')
    return alternates.map(({ path }) => `<url><loc>${escapeHtml(url + path)}</loc>${links}</url>`)
  })
  return `<?xml version="1.0" encoding="UTF-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml">
${entries.join('\n')}
</urlset>
`
}

/** What is for people alone is not crawled. */
export const writeRobots = (url: string) => `User-agent: *
Disallow: /api/
Disallow: /desk/
Disallow: /requests
Disallow: /outbox
Disallow: /account

Sitemap: ${url}/sitemap.xml
`
