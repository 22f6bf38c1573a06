import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

type Chunk = { file: string, imports?: string[] }
type Manifest = Record<string, Chunk>

/** Tells which scripts a page needs beyond the first, so that they are fetched at once and not one behind the other. */
export type Preloads = (sources: readonly string[]) => string[]

/** Reads the build's own list of files. Paths begin with `/assets/`; what index.html already names is left out. */
export function readPreloads(distFolder: string): Preloads {
  const file = join(distFolder, 'portal', '.vite', 'manifest.json')
  if (!existsSync(file)) return () => []
  const manifest = JSON.parse(readFileSync(file, 'utf8')) as Manifest
  const named = new Set(filesOf(manifest, ['index.html']))
  return sources => filesOf(manifest, sources).filter(path => !named.has(path))
}

/** The chunks that hold these sources, and all that they import. */
function filesOf(manifest: Manifest, sources: readonly string[]): string[] {
  const seen = new Set<string>()
  const waiting = sources.filter(source => Object.hasOwn(manifest, source))
  for (let source = waiting.pop(); source !== undefined; source = waiting.pop()) {
    if (seen.has(source)) continue
    seen.add(source)
    waiting.push(...(manifest[source]?.imports ?? []))
  }
  return [...seen].flatMap(source => (manifest[source] ? [`/${manifest[source].file}`] : []))
}
