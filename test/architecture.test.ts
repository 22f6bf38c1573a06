import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { badCase, badNames, defaultExports, inlineStyles, physicalCss, rawHtml, tooLong, unsafeTypes } from './architecture/file-rules.ts'
import { forbiddenImports, importCycles, loadedWith, rings } from './architecture/import-rules.ts'
import { placeOf, readSources, root, type SourceFile } from './architecture/source-files.ts'

const source = readSources('src')
const tests = readSources('test')
const rendered = source.filter(({ path }) => ['portal', 'ui'].includes(placeOf(path)))

const exists = (path: string) => existsSync(join(root, path))
const file = (path: string, text: string): SourceFile => ({ path, text })
const component = (path: string, template: string, rest = '') => file(path, `<script setup lang="ts">\n</script>\n<template>${template}</template>\n${rest}`)

describe('who may import whom', () => {
  const check = (path: string, text: string) => forbiddenImports([file(path, text)], () => true)

  it('is as the table says, in every file', () => {
    expect(source.length).toBeGreaterThan(200)
    expect(forbiddenImports(source, exists)).toEqual([])
  })

  it('knows every place there is', () => {
    expect([...new Set(source.map(({ path }) => placeOf(path)))].filter(place => !(place in rings))).toEqual([])
  })

  it('is noticed in every way of importing', () => {
    for (const text of [
      "import { x } from '#server/x.ts'", "import type { X } from '#server/x.ts'", "import '#server/x.ts'", "export { x } from '#server/x.ts'", "export * from '#server/x.ts'",
      "const later = () => import('#server/x.ts')", "type X = import('#server/x.ts').X", "import { x } from '../server/x.ts'", "import(name)",
    ]) expect([text, check('src/portal/a.ts', text)]).toEqual([text, [expect.stringContaining('src/portal/a.ts imports')]])
    expect(forbiddenImports([file('src/portal/A.vue', "<script setup lang=\"ts\">\nimport B from '#desk/B.vue'\n</script>")], () => true)).toHaveLength(1)
  })

  it.each([
    ['domain', '#protocol/x.ts'], ['domain', 'vue'], ['domain', 'node:fs'], ['protocol', '#local/x.ts'], ['local', 'vue'], ['local', '#words/x.ts'], ['words', '#protocol/x.ts'],
    ['ui', '#local/x.ts'], ['portal', '#desk/x.ts'], ['portal', 'dexie'], ['worker', '#domain/x.ts'], ['embed', '#domain/x.ts'], ['desk', '#portal/x.ts'], ['server', '#portal/x.ts'], ['server', 'vue'],
  ])('keeps %s from %s', (place, to) => {
    expect(check(`src/${place}/a.ts`, `import '${to}'`)).toHaveLength(1)
  })

  it('lets through what the table allows', () => {
    for (const [place, { places, packages }] of Object.entries(rings)) {
      for (const to of [`#${place}/x.ts`, './x.ts', ...places.map(other => `#${other}/x.ts`), ...packages]) expect(check(`src/${place}/a.ts`, `import '${to}'`)).toEqual([])
    }
  })

  it('wants names by their whole name, and only of files that are there', () => {
    expect(forbiddenImports([file('src/domain/a.ts', "import './money'")], exists)).toHaveLength(1)
    expect(forbiddenImports([file('src/domain/a.ts', "import './money.ts'")], exists)).toEqual([])
    expect(check('src/local/a.ts', "import '../domain/money.ts'")).toHaveLength(1)
  })
})

describe('imports', () => {
  it('never go in a circle, but for a type that is spoken of within one folder', () => {
    expect(importCycles(source)).toEqual([])
    const circle = (back: string) => [file('src/domain/a.ts', "import './b/b.ts'"), file('src/domain/b/b.ts', "import './c.ts'"), file('src/domain/b/c.ts', back)]
    for (const back of ["import '../a.ts'", "import type { A } from '#domain/a.ts'", "export * from '../a.ts'", "import('../a.ts')"]) {
      expect(importCycles(circle(back))).toEqual(['src/domain/a.ts > src/domain/b/b.ts > src/domain/b/c.ts > src/domain/a.ts'])
    }
    expect(importCycles(circle("import { b } from './b.ts'"))).toEqual(['src/domain/b/b.ts > src/domain/b/c.ts > src/domain/b/b.ts'])
    expect(importCycles(circle("import type { B } from './b.ts'"))).toEqual([])
  })

  it('keep what a first visit can wait for out of the first load, and storage out of the server\'s pages', () => {
    const heavy = ['dexie', 'minisearch', 'workbox-window']
    expect(loadedWith(source, 'src/portal/main.ts', heavy)).toEqual([])
    expect(loadedWith(source, 'src/portal/entry-server.ts', heavy)).toEqual([])
    const late = [file('src/a.ts', "import './b.ts'\nimport type { D } from 'dexie'"), file('src/b.ts', "import('./c.ts')"), file('src/c.ts', "import 'dexie'")]
    expect(loadedWith(late, 'src/a.ts', heavy)).toEqual([])
    expect(loadedWith(late, 'src/c.ts', heavy)).toEqual(['src/c.ts loads dexie by src/c.ts'])
  })
})

describe('a file', () => {
  it('has at most 250 lines', () => {
    expect(tooLong([...source, ...tests])).toEqual([])
    expect(tooLong([file('a.ts', 'x\n'.repeat(251)), file('b.ts', 'x\n'.repeat(250))])).toEqual(['a.ts has 251 lines'])
  })

  it('has a name that says what is in it, written as its kind is', () => {
    expect(badNames([...source, ...tests])).toEqual([])
    expect(badCase([...source, ...tests])).toEqual([])
    const bad = ['src/ui/utils.ts', 'src/lib/a.ts', 'src/local/date-helpers.ts', 'src/desk/QueueManager.vue', 'src/domain/data.ts', 'src/domain/index.ts'].map(path => file(path, ''))
    expect(badNames(bad)).toHaveLength(bad.length)
    expect(badNames([file('src/portal/shell/page-data.ts', ''), file('src/desk/index.html', '')])).toEqual([])
    expect(badCase(['a/RequestCard.ts', 'a/request-card.vue', 'a/request_card.ts', 'a/requestCard.ts'].map(path => file(path, '')))).toHaveLength(4)
    expect(badCase(['a/request-card.test.ts', 'a/0001-sync.ts', 'a/QueueRow.vue', 'a/env.d.ts'].map(path => file(path, '')))).toEqual([])
  })

  it('never says any, and never silences the compiler', () => {
    expect(unsafeTypes([...source, ...tests])).toEqual([])
    expect(unsafeTypes([file('a.ts', 'let a: any'), file('b.ts', `// @ts-${'ignore'}\n`), file('c.ts', 'const any = "any" // any'), component('d.vue', '<p>any</p>')])).toEqual(['a.ts says any', 'b.ts silences the compiler'])
    expect(unsafeTypes([file('D.vue', '<script setup lang="ts">\ndefineProps<{ a: Array<any> }>()\n</script>')])).toEqual(['D.vue says any'])
  })

  it('exports by name', () => {
    expect(defaultExports(source)).toEqual([])
    expect(defaultExports([file('a.ts', 'export default 1'), file('b.ts', 'export default function f() {}'), file('c.ts', 'export const c = 1')])).toEqual(['a.ts', 'b.ts'])
  })
})

describe('a component', () => {
  it('takes markup from one place only', () => {
    expect(rawHtml(source).filter(found => !found.startsWith('src/portal/knowledge/ArticleBody.vue '))).toEqual([])
    for (const template of ['<p v-html="x" />', '<div><b v-if="a"><i v-html="x" /></b></div>', '<p :innerHTML="x" />', '<p v-for="x in y"><template v-if="x"><b v-html="x" /></template></p>']) {
      expect([template, rawHtml([component('A.vue', template)])]).toEqual([template, [expect.stringContaining('A.vue has')]])
    }
    expect(rawHtml([file('a.ts', 'element.innerHTML = text')])).toEqual(['a.ts sets innerHTML'])
  })

  it('has no styles of its own in the markup, where the server renders it', () => {
    expect(inlineStyles(rendered)).toEqual([])
    for (const template of ['<p style="color: red" />', '<p :style="x" />', '<p v-bind:style="x" />', '<p v-show="x" />', '<a><template #b><p v-show="x" /></template></a>']) {
      expect([template, inlineStyles([component('A.vue', template)])]).toEqual([template, [expect.stringContaining('A.vue has')]])
    }
    expect(inlineStyles([component('A.vue', '<p class="style" title="style" />')])).toEqual([])
  })

  it('is laid out along the text, not along the screen', () => {
    expect(physicalCss(source)).toEqual([])
    for (const css of ['margin-left: 1px', 'padding-right:0', 'left: 0', 'top : 0', 'color: red; border-bottom: 0', 'border-left-color: red', 'width: 1px', 'max-height: 1px', 'scroll-margin-top: 0']) {
      expect([css, physicalCss([file('a.css', `a { ${css} }`)]), physicalCss([component('A.vue', '<p />', `<style scoped>\n.a {\n  ${css};\n}\n</style>`)])])
        .toEqual([css, [expect.stringContaining('a.css sets')], [expect.stringContaining('A.vue sets')]])
    }
    expect(physicalCss([file('a.css', '@media (min-width: 640px) { a { margin-inline: 1px; text-align: start; border-block-end: 0 } } /* { left: 0; } */')])).toEqual([])
  })
})

describe('a ring', () => {
  const globals: Record<string, { lib: string[], types: string[] }> = {
    domain: { lib: ['ES2023'], types: [] }, protocol: { lib: ['ES2023'], types: [] }, words: { lib: ['ES2023', 'ES2021.Intl'], types: [] },
    local: { lib: ['ES2023', 'DOM', 'DOM.Iterable'], types: [] }, ui: { lib: ['ES2023', 'DOM', 'DOM.Iterable'], types: [] },
    portal: { lib: ['ES2023', 'DOM', 'DOM.Iterable'], types: ['vite/client'] }, desk: { lib: ['ES2023', 'DOM', 'DOM.Iterable'], types: ['vite/client'] },
    embed: { lib: ['ES2023', 'DOM', 'DOM.Iterable'], types: [] }, worker: { lib: ['ES2023', 'WebWorker'], types: [] }, server: { lib: ['ES2023'], types: ['node'] },
  }
  const present = Object.keys(globals).filter(ring => source.some(({ path }) => placeOf(path) === ring))
  const read = (path: string) => JSON.parse(readFileSync(join(root, path), 'utf8')) as {
    extends?: string, include?: string[], references?: { path: string }[], compilerOptions: Record<string, unknown>
  }

  it.each(present)('%s sees the globals of where it runs, and no others', ring => {
    const { extends: base, compilerOptions, include } = read(`src/${ring}/tsconfig.json`)
    const { lib, types, tsBuildInfoFile: _place, ...rest } = compilerOptions
    expect({ base, lib, types, rest }).toEqual({ base: '../../tsconfig.json', ...globals[ring], rest: {} })
    expect(include).toEqual(expect.arrayContaining(['./**/*.ts']))
  })

  it('worker compiles the device\'s code once more under its own globals', () => {
    expect(read('src/worker/tsconfig.json').include).toEqual(expect.arrayContaining(['../local/**/*.ts', '../protocol/**/*.ts']))
  })

  it('is among those that are checked, strictly', () => {
    const { references, compilerOptions } = read('tsconfig.json')
    expect((references ?? []).map(({ path }) => path).sort()).toEqual([...present.map(ring => `src/${ring}`), 'test'].sort())
    for (const option of ['strict', 'noUncheckedIndexedAccess', 'exactOptionalPropertyTypes', 'verbatimModuleSyntax']) expect(compilerOptions[option]).toBe(true)
  })
})
