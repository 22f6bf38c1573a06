import type { Sources } from './load-content.ts'
import { fieldOf, type Problem } from './problem.ts'

const fixedPages = new Set(['/', '/services', '/help', '/about', '/requests', '/requests/new', '/account', '/outbox'])

/** Links within the portal that lead to nothing: a reader would meet them before the owner does. */
export function findBrokenLinks({ business, services, articles, terms }: Sources): Problem[] {
  const pages = new Set([
    ...fixedPages,
    ...services.map(({ value }) => `/services/${value.id}`),
    ...articles.map(({ value }) => `/help/${value.id}`),
  ])
  const isBroken = (path: string) => !pages.has(pageOf(path))
  const problem = (path: string) => `links to a page that is not there: ${path}`
  return [
    ...[business, ...services].flatMap(source => source.links.filter(link => isBroken(link.path)).map(({ path, field }) =>
      ({ file: source.file, line: source.lineOf(field), field: fieldOf(field), problem: problem(path) }))),
    ...[...articles, ...terms].flatMap(source => source.links.filter(link => isBroken(link.path)).map(({ path, line }) =>
      ({ file: source.file, line: source.bodyLine + line, field: '', problem: problem(path) }))),
  ]
}

/** Without query, fragment and language. */
function pageOf(path: string): string {
  const bare = path.replace(/[?#].*$/, '').replace(/^\/(ru|sv|en)(?=\/|$)/, '').replace(/\/$/, '')
  return bare === '' ? '/' : bare
}
