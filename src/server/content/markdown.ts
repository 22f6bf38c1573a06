import MarkdownIt, { type Token } from 'markdown-it'
import sanitizeHtml from 'sanitize-html'
import { isLanguage, type Language } from '#domain/language.ts'

/** `html` is sanitised and may be shown as it is; `links` are those within the portal, with their line from 0. */
export type Rendered = { html: string, text: string, links: { path: string, line: number }[] }

const markdown = new MarkdownIt({ html: false, linkify: false, typographer: false })

/** Turns the owner's Markdown into HTML that can hold neither script, style nor anything foreign, and into plain text. */
export function renderMarkdown(source: string, language: Language): Rendered {
  const tokens = markdown.parse(source, {})
  const links: Rendered['links'] = []
  for (const { link, line } of linksOf(tokens)) {
    const target = String(link.attrGet('href'))
    if (!target.startsWith('/')) continue
    links.push({ path: target, line })
    link.attrSet('href', withLanguage(target, language))
  }
  return { html: sanitise(markdown.renderer.render(tokens, markdown.options, {})), text: plainText(tokens), links }
}

/** Public pages have an address per language; private ones do not. */
export function withLanguage(path: string, language: Language): string {
  const first = path.split(/[/?#]/)[1] ?? ''
  return isLanguage(first) || !['', 'services', 'help', 'about'].includes(first) ? path : `/${language}${path}`
}

function* linksOf(tokens: readonly Token[]): Generator<{ link: Token, line: number }> {
  for (const token of tokens) {
    for (const link of token.children ?? []) {
      if (link.type === 'link_open') yield { link, line: token.map?.[0] ?? 0 }
    }
  }
}

const sanitise = (html: string) => sanitizeHtml(html, {
  allowedTags: ['h2', 'h3', 'h4', 'p', 'ul', 'ol', 'li', 'strong', 'em', 'a', 'code', 'pre', 'blockquote', 'hr', 'br', 'table', 'thead', 'tbody', 'tr', 'th', 'td'],
  allowedAttributes: { a: ['href', 'title', 'rel'], ol: ['start'] },
  allowedSchemes: ['https', 'http', 'mailto', 'tel'],
  allowProtocolRelative: false,
  transformTags: {
    h1: 'h2', h5: 'h4', h6: 'h4',
    a: (tagName, attribs) => ({ tagName, attribs: /^https?:/i.test(attribs.href ?? '') ? { ...attribs, rel: 'noopener noreferrer' } : attribs }),
  },
})

/** Words only, one line per block: what the search reads. */
function plainText(tokens: readonly Token[]): string {
  const blocks = tokens.map(token => {
    if (token.type === 'fence' || token.type === 'code_block') return token.content
    return (token.children ?? []).map(child => child.type.endsWith('break') ? ' ' : child.content).join('')
  })
  return blocks.map(block => block.trim()).filter(Boolean).join('\n')
}
