import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { RenderPage } from '#protocol/page.ts'
import { readPreloads } from './preloads.ts'
import { readTemplate, type Template } from './template.ts'

/** What the build made for the server: the portal's own components, rendering, and the page around them. */
export type Renderer = { render: RenderPage, template: Template }

/** Loads the build once, at start. Undefined where the portal has not been built. */
export async function loadRenderer(distFolder: string): Promise<Renderer | undefined> {
  const entry = join(distFolder, 'ssr', 'entry-server.js')
  const buildIdFile = join(distFolder, 'build-id')
  const buildId = existsSync(buildIdFile) ? readFileSync(buildIdFile, 'utf8').trim() : ''
  const template = readTemplate(distFolder, buildId)
  if (!template || !existsSync(entry)) return undefined
  const { render } = await import(/* @vite-ignore */ pathToFileURL(entry).href) as { render: RenderPage }
  const preloads = readPreloads(distFolder)
  return {
    template,
    async render(input) {
      const output = await render(input)
      return { ...output, preload: preloads(output.preload) }
    },
  }
}
