import { createHash } from 'node:crypto'
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { loadContent } from '#server/content/load-content.ts'
import { formatProblem } from '#server/content/problem.ts'

const demo = 'src/content'

describe('The demo content', () => {
  it('has nothing wrong and nothing untranslated', () => {
    const { problems, warnings } = loadContent(demo)
    expect([...problems, ...warnings].map(formatProblem)).toEqual([])
  })

  it('gives terms the hash that sha256sum gives their file', () => {
    const terms = loadContent(demo).content!.terms.find(item => item.language === 'en')!
    expect(terms.hash).toBe(createHash('sha256').update(readFileSync(join(demo, `terms/${terms.id}.en.md`))).digest('hex'))
  })

  it('has HTML for screens and plain text for the search', () => {
    const { business, articles, services } = loadContent(demo).content!
    expect(business.aboutHtml.en).toContain('<p>')
    expect(business.about.en).not.toMatch(/[*<>]/)
    for (const article of articles) expect(article.text).not.toMatch(/<\w|\*\*|\]\(/)
    for (const service of services) expect(service.descriptionHtml.sv).toMatch(/^<p>/)
  })
})

describe('A content folder with a mistake', () => {
  let folder: string
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'servus-content-'))
    cpSync(demo, folder, { recursive: true })
  })
  afterEach(() => rmSync(folder, { recursive: true, force: true }))

  const service = 'services/washing-machine-repair.yaml'
  const read = (file: string) => readFileSync(join(folder, file), 'utf8')
  /** Replaces the first line that fits, and returns its number. */
  function change(file: string, line: RegExp, by: string): number {
    const lines = read(file).split('\n')
    const at = lines.findIndex(text => line.test(text))
    if (at < 0) throw new Error(`${file} has no line like ${line}`)
    lines[at] = by
    writeFileSync(join(folder, file), lines.join('\n'))
    return at + 1
  }
  const told = () => {
    const { content, problems } = loadContent(folder)
    expect(content).toBeUndefined()
    return problems.map(formatProblem)
  }

  it.each([
    ['a category that is not there', /^category:/, 'category: nowhere', 'category names a category that is not there: nowhere'],
    ['a field that is not known', /^category:/, 'catgory: appliances', 'catgory is not a field that is known here'],
    ['a number out of reach', /^warrantyMonths:/, 'warrantyMonths: 500', 'warrantyMonths must be at most 120'],
    ['a text where a number stands', /^warrantyMonths:/, 'warrantyMonths: two years', 'warrantyMonths must be a number'],
    ['a path that is none', /^path:/, 'path: slow', 'path must be one of quick, full'],
    ['another currency', /^ {2}currency:/, '  currency: EUR', 'price.currency is not the business\'s currency, SEK'],
    ['articles that are not there', /^articles:/, 'articles: [nothing-here]', 'articles.0 names an article that is not there: nothing-here'],
    ['itself among its services', /^services:/, 'services: [washing-machine-repair]', 'services.0 names the service itself'],
  ])('in a service tells file, line and field: %s', (_what, line, by, problem) => {
    const at = change(service, line, by)
    expect(told()).toContain(`${service}:${at}: ${problem}`)
  })

  it('tells a field that is missing where it should be', () => {
    change(service, /^path:/, '')
    expect(told()).toEqual([`${service}:1: path is missing`])
  })

  it('tells where YAML cannot be read', () => {
    const at = change('categories.yaml', /^ {2}order: 1/, '  order: "1')
    const problems = told()
    expect(problems.length).toBeGreaterThan(0)
    expect(problems.every(problem => /^categories\.yaml:\d+: cannot be read: /.test(problem))).toBe(true)
    expect(at).toBe(2)
  })

  it('tells an id given twice in a list', () => {
    change('categories.yaml', /^- id: bicycles/, '- id: appliances')
    expect(told().some(problem => /^categories\.yaml:\d+: \d\.id is there twice: appliances$/.test(problem))).toBe(true)
  })

  it('tells a file whose name is not its id', () => {
    cpSync(join(folder, service), join(folder, 'services/other-name.yaml'))
    expect(told()).toContain('services/other-name.yaml:2: id does not fit the file\'s name, which should be services/washing-machine-repair.yaml'
      .replace(':2:', `:${read(service).split('\n').findIndex(line => line.startsWith('id:')) + 1}:`))
  })

  it('tells an article without fields, and one without text', () => {
    writeFileSync(join(folder, 'articles/bare.en.md'), 'Only text\n')
    writeFileSync(join(folder, 'articles/empty.en.md'), '---\nid: empty\nlanguage: en\ntitle: Empty\nsummary: Nothing\n---\n\n')
    expect(told()).toEqual([
      'articles/bare.en.md:1: does not begin with fields between two lines of ---',
      'articles/empty.en.md:7: has no text after its fields',
    ])
  })

  it('tells a link that leads nowhere, by its line', () => {
    writeFileSync(join(folder, 'articles/linked.en.md'), '---\nid: linked\nlanguage: en\ntitle: Linked\nsummary: Links\n---\n\nFine: [help](/help/flat-tyre#now).\n\nBroken: [x](/help/no-such-article)\n')
    expect(told()).toEqual(['articles/linked.en.md:10: links to a page that is not there: /help/no-such-article'])
  })

  it('tells a choice without options and options without a choice', () => {
    const text = read(service).replace(/^questions:[\s\S]*?(?=^\w)/m, '')
    writeFileSync(join(folder, service), `${text}\nquestions:\n  - id: one\n    kind: choice\n    label: { en: One }\n  - id: two\n    kind: flag\n    label: { en: Two }\n    options: [{ id: a, label: { en: A } }]\n`)
    expect(told().map(problem => problem.replace(/^.*?: /, ''))).toEqual([
      'questions.0.options needs at least two options, as its kind is choice', 'questions.1.options has no place where the kind is flag',
    ])
  })

  it('tells all that is wrong in all files at once', () => {
    change(service, /^path:/, 'path: slow')
    change('business.yaml', /^currency:/, 'currency: kronor')
    writeFileSync(join(folder, 'articles/bare.en.md'), 'Only text\n')
    expect(new Set(told().map(problem => problem.split(':')[0]))).toEqual(new Set([service, 'business.yaml', 'articles/bare.en.md']))
  })

  it('tells a folder that is none', () => {
    expect(loadContent(tmpdir()).problems.map(problem => problem.file)).toEqual(['business.yaml', 'categories.yaml'])
  })

  it('only warns of a language that is missing', () => {
    rmSync(join(folder, 'articles/flat-tyre.ru.md'))
    const { content, warnings } = loadContent(folder)
    expect(content).toBeDefined()
    expect(warnings.map(formatProblem)).toEqual([expect.stringMatching(/^articles\/flat-tyre\.en\.md:\d+: language is not yet translated: ru$/)])
  })
})
