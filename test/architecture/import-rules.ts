import { posix } from 'node:path'
import { atRunTime, importsOf, type Import } from './parse.ts'
import { placeOf, type SourceFile } from './source-files.ts'

type Place = { places: readonly string[], packages: readonly string[] }

const vue = ['vue', 'vue-router', '@lucide/vue']

/** Who may import whom. A place may always import itself. A package that is not here is a decision: add it where it belongs, with a reason. */
export const rings: Record<string, Place> = {
  domain: { places: [], packages: ['valibot', '@orama/stemmers'] },
  protocol: { places: ['domain'], packages: ['valibot'] },
  local: { places: ['domain', 'protocol'], packages: ['dexie', 'minisearch', 'valibot'] },
  words: { places: ['domain'], packages: [] },
  ui: { places: ['domain', 'words'], packages: vue },
  portal: { places: ['domain', 'protocol', 'local', 'words', 'ui'], packages: [...vue, 'pinia', 'valibot', 'workbox-window'] },
  worker: { places: ['protocol', 'local', 'words'], packages: ['workbox-core', 'workbox-precaching', 'workbox-routing', 'workbox-strategies'] },
  embed: { places: ['protocol'], packages: [] },
  desk: { places: ['domain', 'protocol', 'local', 'words', 'ui'], packages: [...vue, 'pinia', 'valibot', 'uqr'] },
  server: {
    places: ['domain', 'protocol', 'words'],
    packages: [
      'node:', '@hono/node-server', 'hono', 'kysely', 'libsql', 'pg', 'valibot', '@valibot/to-json-schema', 'nodemailer', 'aws4fetch', 'sharp', 'markdown-it', 'sanitize-html', 'yaml',
    ],
  },
  build: { places: [], packages: ['node:', 'vite', 'esbuild'] },
  content: { places: [], packages: [] },
}

/** What these load is built, and cannot be named before: the server's bundle and the rendering of the pages. */
const builtLater = ['src/build/run.mjs', 'src/build/start.mjs', 'src/server/pages/renderer.ts']

type Target = { kind: 'file', path: string, place: string } | { kind: 'package', name: string }

/** Where an import leads: a path of ours, or a package. */
function targetOf({ from, to }: Import): Target {
  const path = to.startsWith('#') ? `src/${to.slice(1)}` : to.startsWith('.') ? posix.join(posix.dirname(from), to) : undefined
  if (path !== undefined) return { kind: 'file', path, place: placeOf(path) }
  if (to.startsWith('node:')) return { kind: 'package', name: 'node:' }
  return { kind: 'package', name: to.split('/').slice(0, to.startsWith('@') ? 2 : 1).join('/') }
}

/** Imports that the table of places does not allow, that go out of their place by `../`, or that lead nowhere. */
export function forbiddenImports(files: readonly SourceFile[], exists: (path: string) => boolean): string[] {
  return files.flatMap(importsOf).flatMap(one => {
    const place = placeOf(one.from)
    const allowed = rings[place] ?? { places: [], packages: [] }
    const target = targetOf(one)
    const said = `${one.from} imports ${one.to}`
    if (one.to === atRunTime && builtLater.includes(one.from)) return []
    if (target.kind === 'package') return allowed.packages.includes(target.name) ? [] : [said]
    if (!exists(target.path)) return [`${said}, which is not there`]
    if (target.place === place) return []
    return allowed.places.includes(target.place) && one.to.startsWith('#') ? [] : [said]
  })
}

type Graph = ReadonlyMap<string, readonly string[]>

function graphOf(files: readonly SourceFile[], isEdge: (one: Import) => boolean): Graph {
  return new Map(files.map(file => [file.path, importsOf(file).filter(isEdge).map(targetOf).map(target => (target.kind === 'file' ? target.path : target.name))]))
}

/** A part that was split off may speak of the types of the file that uses it, in the same folder. */
const isFamily = ({ to, isType }: Import) => isType && /^\.\/[^/]+$/.test(to)

/** Circles of files that import each other, by values or by types of another folder: each as the way around. */
export function importCycles(files: readonly SourceFile[]): string[] {
  const graph = graphOf(files, one => !isFamily(one))
  const done = new Set<string>()
  const cycles: string[] = []
  const visit = (path: string, way: readonly string[]) => {
    if (way.includes(path)) cycles.push([...way.slice(way.indexOf(path)), path].join(' > '))
    if (done.has(path) || way.includes(path)) return
    for (const next of graph.get(path) ?? []) visit(next, [...way, path])
    done.add(path)
  }
  for (const path of graph.keys()) visit(path, [])
  return cycles
}

/** Of `unwanted` packages those that are loaded together with a file, and by whom. */
export function loadedWith(files: readonly SourceFile[], entry: string, unwanted: readonly string[]): string[] {
  const graph = graphOf(files, one => one.isStatic && !one.isType)
  const seen = new Set([entry])
  const found: string[] = []
  for (const path of seen) {
    for (const next of graph.get(path) ?? []) {
      if (unwanted.includes(next)) found.push(`${entry} loads ${next} by ${path}`)
      seen.add(next)
    }
  }
  return found
}
