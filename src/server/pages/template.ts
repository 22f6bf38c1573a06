import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Language } from '#domain/language.ts'
import type { PageOutput } from '#protocol/page.ts'

export type Template = {
  /** The whole page: rendered content, its data, and all its styles inline, so that it paints without asking for more. */
  fill: (parts: { language: Language, head: string, brandCss: string, output: PageOutput }) => string
}

const stylesheet = /<link\b[^>]*\brel="stylesheet"[^>]*>\s*/g
const address = /\bhref="([^"]+)"/

/** Reads `index.html` of the portal's build and its styles, once. Undefined where the portal has not been built. */
export function readTemplate(distFolder: string, buildId: string): Template | undefined {
  const portal = join(distFolder, 'portal')
  const file = join(portal, 'index.html')
  if (!existsSync(file)) return undefined
  const page = readFileSync(file, 'utf8')
  const css = [...page.matchAll(stylesheet)].map(match => readStyles(portal, match[0])).join('\n')
  const withoutLinks = page.replace(stylesheet, '')
  return {
    fill: ({ language, head, brandCss, output }) => {
      const more = output.preload.filter(path => path.endsWith('.css')).map(path => readFile(portal, path)).join('\n')
      const style = `<style>${css}\n${more}\n${brandCss}</style>`
      const scripts = output.preload.filter(path => path.endsWith('.js')).map(path => `<link rel="modulepreload" href="${path}">`).join('\n')
      return put(withoutLinks, [
        ['<html lang="en">', `<html lang="${language}">`],
        ['<!--head-->', [head, style, scripts].filter(Boolean).join('\n')],
        ['<div id="app"', `<div id="app" data-ssr="${buildId}"`],
        ['<!--app-->', output.html],
        ['</body>', `<script type="application/json" id="page-data">${inlineJson(output.json)}</script>\n</body>`],
      ])
    },
  }
}

/** Each mark is replaced once, at its first place, before any content that could hold it stands there. */
function put(page: string, replacements: readonly (readonly [mark: string, text: string])[]): string {
  const pieces: string[] = []
  let rest = page
  for (const [mark, text] of replacements) {
    const at = rest.indexOf(mark)
    if (at < 0) throw new Error(`index.html of the portal's build lacks ${mark}`)
    pieces.push(rest.slice(0, at), text)
    rest = rest.slice(at + mark.length)
  }
  return pieces.join('') + rest
}

/** JSON that cannot end the element it stands in. */
const inlineJson = (json: string) => json.replaceAll('<', '\\u003c')

function readStyles(portal: string, link: string): string {
  const path = address.exec(link)?.[1]
  return path?.startsWith('/assets/') ? readFile(portal, path) : ''
}

function readFile(portal: string, path: string): string {
  const file = join(portal, path)
  return file.startsWith(portal) && existsSync(file) ? readFileSync(file, 'utf8').trim() : ''
}
