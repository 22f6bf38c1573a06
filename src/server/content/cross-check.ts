import type { Sources } from './load-content.ts'
import { findBrokenLinks } from './broken-links.ts'
import { problemAt, type Problem, type Sourced } from './problem.ts'

/** What no single file can show: names that lead nowhere, ids given twice, articles that lack a language. */
export function crossCheck(sources: Sources): { problems: Problem[], warnings: Problem[] } {
  return {
    problems: [
      ...checkBusiness(sources), ...checkServices(sources), ...checkArticles(sources),
      ...checkFileNames(sources), ...findBrokenLinks(sources),
      ...checkTwice(sources.categories, sources.categories.value.map((category, index) => ({ id: category.id, path: [index, 'id'] }))),
    ],
    warnings: [...findUntranslated(sources, 'articles'), ...findUntranslated(sources, 'terms')],
  }
}

function checkBusiness({ business, terms }: Sources): Problem[] {
  const { defaultLanguage, languages, terms: termsId } = business.value
  const problems: Problem[] = []
  if (!languages.includes(defaultLanguage)) problems.push(problemAt(business, ['defaultLanguage'], 'is not among the languages'))
  if (!terms.some(({ value }) => value.id === termsId && value.language === defaultLanguage)) {
    problems.push(problemAt(business, ['terms'], `names terms that are not there: terms/${termsId}.${defaultLanguage}.md`))
  }
  return problems
}

function checkServices({ business, categories, services, articles }: Sources): Problem[] {
  const categoryIds = new Set(categories.value.map(category => category.id))
  const serviceIds = new Set(services.map(service => service.value.id))
  const articleIds = new Set(articles.map(article => article.value.id))
  return services.flatMap(source => {
    const service = source.value
    const problems: Problem[] = []
    const add = (path: (string | number)[], problem: string) => { problems.push(problemAt(source, path, problem)) }
    if (!categoryIds.has(service.category)) add(['category'], `names a category that is not there: ${service.category}`)
    if (service.price.currency !== business.value.currency) add(['price', 'currency'], `is not the business's currency, ${business.value.currency}`)
    service.articles.forEach((id, index) => { if (!articleIds.has(id)) add(['articles', index], `names an article that is not there: ${id}`) })
    service.services.forEach((id, index) => {
      if (!serviceIds.has(id)) add(['services', index], `names a service that is not there: ${id}`)
      else if (id === service.id) add(['services', index], 'names the service itself')
    })
    service.questions.forEach((question, index) => {
      const count = question.options?.length ?? 0
      if (question.kind === 'choice' && count < 2) add(['questions', index, 'options'], 'needs at least two options, as its kind is choice')
      if (question.kind !== 'choice' && count > 0) add(['questions', index, 'options'], `has no place where the kind is ${question.kind}`)
      problems.push(...checkTwice(source, (question.options ?? []).map((option, at) => ({ id: option.id, path: ['questions', index, 'options', at, 'id'] }))))
    })
    problems.push(...checkTwice(source, service.questions.map((question, index) => ({ id: question.id, path: ['questions', index, 'id'] }))))
    problems.push(...checkTwice(source, service.modes.map((mode, index) => ({ id: mode.id, path: ['modes', index, 'id'] }))))
    return problems
  })
}

function checkArticles({ services, articles }: Sources): Problem[] {
  const serviceIds = new Set(services.map(service => service.value.id))
  return articles.flatMap(source => source.value.services.flatMap((id, index) =>
    serviceIds.has(id) ? [] : [problemAt(source, ['services', index], `names a service that is not there: ${id}`)]))
}

/** The file's name is the item's address, so that a problem or a page leads straight to its file. */
function checkFileNames({ services, articles, terms }: Sources): Problem[] {
  const expected = [
    ...services.map(source => ({ source, field: 'id', name: `services/${source.value.id}.yaml` })),
    ...articles.map(source => ({ source, field: 'id', name: `articles/${source.value.id}.${source.value.language}.md` })),
    ...terms.map(source => ({ source, field: 'id', name: `terms/${source.value.id}.${source.value.language}.md` })),
  ]
  return expected.flatMap(({ source, field, name }) => source.file === name ? [] : [problemAt(source, [field], `does not fit the file's name, which should be ${name}`)])
}

function checkTwice(source: Sourced<unknown>, items: { id: string, path: (string | number)[] }[]): Problem[] {
  return items.flatMap(({ id, path }, index) =>
    items.findIndex(other => other.id === id) === index ? [] : [problemAt(source, path, `is there twice: ${id}`)])
}

function findUntranslated({ business, ...sources }: Sources, kind: 'articles' | 'terms'): Problem[] {
  const found: Problem[] = []
  for (const id of new Set(sources[kind].map(source => source.value.id))) {
    const versions = sources[kind].filter(source => source.value.id === id)
    const missing = business.value.languages.filter(language => !versions.some(source => source.value.language === language))
    if (missing.length > 0) found.push(problemAt(versions[0]!, ['language'], `is not yet translated: ${missing.join(', ')}`))
  }
  return found
}
