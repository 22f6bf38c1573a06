import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** A file of the repository: its path from the top, with slashes, and what stands in it. */
export type SourceFile = { path: string, text: string }

export const root = join(import.meta.dirname, '../..')

const written = /\.(?:ts|mjs|vue|css|html)$/

/** Everything that people wrote as code below a folder; content and the words' JSON are none. */
export function readSources(folder: string): SourceFile[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .map(name => `${folder}/${name.replaceAll('\\', '/')}`)
    .filter(path => written.test(path) && !path.startsWith('src/content/'))
    .map(path => ({ path, text: readFileSync(join(root, path), 'utf8') }))
}

/** The first folder below `src/`: the place in which a file lives. */
export const placeOf = (path: string) => path.split('/')[1] ?? ''
