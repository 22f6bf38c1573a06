import MiniSearch, { type SearchResult } from 'minisearch'
import type { Service } from '#domain/catalog/service.ts'
import type { Article } from '#domain/knowledge/article.ts'
import { pickText, type Language } from '#domain/language.ts'
import { indexTerms, searchTerms, type WordForms } from '#domain/search/search-terms.ts'
import { compoundVocabulary } from '#domain/search/split-compound.ts'
import { splitWords } from '#domain/search/split-words.ts'
import { loadStem } from '#domain/search/stem.ts'
import { createBreather } from './pause-for-others.ts'

type Entry = { id: string, kind: 'article' | 'service', target: string, title: string, keywords: string, summary: string, text: string, language: Language }

/** Something found. `language` is the one its text really is in; `matched` the words of the query that were found. */
export type SearchHit = Pick<Entry, 'kind' | 'title' | 'summary' | 'language'> & { id: string, score: number, matched: number, isInTitle: boolean }

export type SearchIndex = {
  /** All words must be found (`all`) or the more the better (`any`); best first. */
  find: (query: string, words: 'all' | 'any') => SearchHit[]
}

const boost = { title: 4, keywords: 3, summary: 2, text: 1 }
/** Words shorter than this are taken as they are written: a typing error in them makes another word. */
const shortestFuzzy = 5

/** Puts services and articles into an index, in steps that never hold up the screen. */
export async function buildIndex(language: Language, services: readonly Service[], articles: readonly Article[]): Promise<SearchIndex> {
  const entries = [...services.map(service => serviceEntry(service, language)), ...articles.map(articleEntry)]
  const breathe = createBreather()
  const forms = await wordForms(language, entries, breathe)
  const termsByWord = new Map<string, string[]>()
  const termsOf = (word: string) => {
    const known = termsByWord.get(word) ?? indexTerms(word, forms)
    termsByWord.set(word, known)
    return known
  }
  const index = new MiniSearch<Entry>({
    fields: Object.keys(boost),
    storeFields: ['kind', 'target', 'title', 'summary', 'language'],
    tokenize: splitWords,
    processTerm: termsOf,
    searchOptions: {
      boost, prefix: true,
      fuzzy: term => (term.length >= shortestFuzzy ? 0.2 : false),
      tokenize: query => searchTerms(query, forms),
      processTerm: term => term,
    },
  })
  for (const entry of entries) {
    // The stems of one long text take longer than putting them in: they are made beforehand, with pauses.
    for (const word of splitWords(`${entry.summary} ${entry.text}`)) {
      termsOf(word)
      await breathe()
    }
    index.add(entry)
    await breathe()
  }
  return { find: (query, words) => index.search(query, { combineWith: words === 'all' ? 'AND' : 'OR' }).map(toHit) }
}

/** Only Swedish writes compounds that are split by the site's own words. */
async function wordForms(language: Language, entries: readonly Entry[], breathe: () => Promise<void>): Promise<WordForms> {
  const stem = await loadStem(language)
  if (language !== 'sv') return { stem }
  const words = new Set<string>()
  for (const { title, keywords, summary, text } of entries) {
    for (const word of splitWords(`${title} ${keywords} ${summary} ${text}`)) words.add(word)
    await breathe()
  }
  const vocabulary = new Set<string>()
  for (const word of words) {
    for (const part of compoundVocabulary([word], stem)) vocabulary.add(part)
    await breathe()
  }
  return { stem, vocabulary }
}

function serviceEntry({ id, title, summary, description, includes, questions }: Service, language: Language): Entry {
  const { text, language: written } = pickText(title, language)
  const more = [description, ...includes, ...questions.map(question => question.label)]
  return {
    id: `service/${id}`, kind: 'service', target: id, title: text, keywords: '', summary: pickText(summary, language).text,
    text: more.map(part => pickText(part, language).text).join('\n'), language: written,
  }
}

const articleEntry = ({ id, title, tags, synonyms, summary, text, language }: Article): Entry =>
  ({ id: `article/${id}`, kind: 'article', target: id, title, keywords: [...tags, ...synonyms].join('\n'), summary, text, language })

function toHit(result: SearchResult): SearchHit {
  const { kind, target, title, summary, language, score, queryTerms, match } = result as SearchResult & Omit<Entry, 'id'>
  return {
    id: target, kind, title, summary, language, score, matched: queryTerms.length,
    isInTitle: Object.values(match).some(fields => fields.includes('title') || fields.includes('keywords')),
  }
}
