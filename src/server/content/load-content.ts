import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import type { Category } from '#domain/catalog/service.ts'
import type { Terms } from '#domain/catalog/terms.ts'
import type { Article } from '#domain/knowledge/article.ts'
import type { BusinessRow, ServiceRow } from '#protocol/rows.ts'
import { crossCheck } from './cross-check.ts'
import { findMissingLanguages } from './missing-languages.ts'
import type { Problem } from './problem.ts'
import { readBusiness, readCategories, readService, type ReadRow } from './read-catalog.ts'
import { readArticle, readTerms, type ReadDocument } from './read-document.ts'

/** All that a business shows in public, as rows. */
export type Content = { business: BusinessRow, categories: Category[], services: ServiceRow[], articles: Article[], terms: Terms[] }

/** As read, before it is checked as a whole. */
export type Sources = {
  business: ReadRow<BusinessRow>
  categories: ReadRow<Category[]>
  services: ReadRow<ServiceRow>[]
  articles: ReadDocument<Article>[]
  terms: ReadDocument<Terms>[]
}

/** `content` is there only where nothing is wrong; warnings stop nothing. */
export type Loaded = { content?: Content, problems: Problem[], warnings: Problem[] }

/** Reads a content folder whole and tells all that is wrong with it at once. Paths in problems are relative to the folder. */
export function loadContent(folder: string): Loaded {
  const problems: Problem[] = []
  const read = <Item>(file: string, reader: (text: string, file: string) => { problems: Problem[] } & Item): Item => {
    const outcome = reader(readFileSync(join(folder, file), 'utf8'), file)
    problems.push(...outcome.problems)
    return outcome
  }
  const absent = ['business.yaml', 'categories.yaml'].filter(file => !existsSync(join(folder, file)))
  if (absent.length > 0) return { problems: absent.map(file => ({ file, line: 1, field: '', problem: `is missing in ${folder}` })), warnings: [] }

  const business = read('business.yaml', readBusiness).row
  const categories = read('categories.yaml', readCategories).row
  const services = listFiles(folder, 'services', '.yaml').map(file => read(file, readService).row)
  const articles = listFiles(folder, 'articles', '.md').map(file => read(file, readArticle).document)
  const terms = listFiles(folder, 'terms', '.md').map(file => read(file, readTerms).document)
  if (!business || !categories) return { problems, warnings: [] }

  const sources: Sources = { business, categories, services: services.filter(isRead), articles: articles.filter(isRead), terms: terms.filter(isRead) }
  const isComplete = problems.length === 0
  const checked = crossCheck(sources)
  if (isComplete) problems.push(...checked.problems)
  const wanted = business.value.languages
  const untranslated = [business, categories, ...sources.services].flatMap(source => findMissingLanguages(source.raw, wanted))
  const warnings = [...untranslated, ...checked.warnings]
  return problems.length > 0 ? { problems, warnings } : { content: toContent(sources), problems, warnings }
}

function toContent(sources: Sources): Content {
  return {
    business: sources.business.value,
    categories: sources.categories.value,
    services: sources.services.map(source => source.value),
    articles: sources.articles.map(source => source.value),
    terms: sources.terms.map(source => source.value),
  }
}

const isRead = <Item>(item: Item | undefined): item is Item => item !== undefined

/** Files that begin with a dot or an underscore are left alone: editors' copies and drafts. */
function listFiles(folder: string, below: string, ending: string): string[] {
  if (!existsSync(join(folder, below))) return []
  return readdirSync(join(folder, below))
    .filter(name => name.endsWith(ending) && !/^[._]/.test(basename(name))).sort()
    .map(name => `${below}/${name}`)
}
