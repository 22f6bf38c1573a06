import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { renderMarkdown } from '#server/content/markdown.ts'

const html = (source: string) => renderMarkdown(source, 'sv').html

describe('Markdown', () => {
  it('becomes headings, lists and tables', () => {
    expect(html('# Big\n\n## Small\n\n1. one\n2. two\n\n| a | b |\n|:-:|---|\n| 1 | 2 |'))
      .toMatch(/<h2>Big<\/h2>[\s\S]*<h2>Small<\/h2>[\s\S]*<ol>[\s\S]*<table>/)
  })

  it('gives links within the portal the page\'s language, and leaves private and foreign ones', () => {
    expect(html('[a](/help/x)')).toContain('href="/sv/help/x"')
    expect(html('[a](/services/x?y#z)')).toContain('href="/sv/services/x?y#z"')
    expect(html('[a](/)')).toContain('href="/sv/"')
    expect(html('[a](/en/help/x)')).toContain('href="/en/help/x"')
    expect(html('[a](/requests/new)')).toContain('href="/requests/new"')
    expect(html('[a](https://example.com/help/x)')).toContain('href="https://example.com/help/x" rel="noopener noreferrer"')
  })

  it.each([
    '<script>alert(1)</script>', '<img src=x onerror=alert(1)>', '[x](javascript:alert(1))', '[x](data:text/html,<script>)',
    '![far](https://evil.example/pixel.png)', '<style>body{}</style>', '| a |\n|:-:|\n| 1 |', '<a href="//evil.example">x</a>', '[x](//evil.example/y)',
    '<iframe src="https://evil.example"></iframe>', '<p style="x" onclick="y">z</p>', '`<script>`',
  ])('holds nothing that runs, loads or styles: %s', source => {
    expect(html(source)).not.toMatch(/<(script|img|style|iframe)|<[^>]*\s(on\w+|style|src)=|<[^>]*href="(javascript|data|\/\/)/i)
  })

  it('holds no tag but those allowed, whatever is written', () => {
    const pieces = fc.constantFrom('<', '>', '"', '\'', '[', ']', '(', ')', '!', '`', '\n', '#', '|', '-', 'javascript:', 'onload=', 'script', 'style', '&#60;', '&lt;', '\\', '/', 'a', ' ', '*', '&#x6A;')
    fc.assert(fc.property(fc.array(pieces, { maxLength: 40 }), parts => {
      const tags = html(parts.join('')).match(/<\/?[^>]*>/g) ?? []
      for (const tag of tags) {
        expect(tag).toMatch(/^<\/?(h2|h3|h4|p|ul|ol|li|strong|em|a|code|pre|blockquote|hr|br|table|thead|tbody|tr|th|td)(\s+(href|title|rel|start)="[^"]*")*\s*\/?>$/)
      }
    }), { seed: 20261122, numRuns: 3_000 })
  })

  it('becomes plain text, with no mark left and entities as they are meant', () => {
    expect(renderMarkdown('## Head\n\nA **bold** [link](/help/x) & `code <b>`  \nnext\n\n- one\n- two', 'en').text)
      .toBe('Head\nA bold link & code <b> next\none\ntwo')
  })
})
