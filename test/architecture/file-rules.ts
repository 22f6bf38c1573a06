import ts from 'typescript'
import { attributesOf, cssPropertiesOf, nodesOf } from './parse.ts'
import type { SourceFile } from './source-files.ts'

const longestFile = 250
const saysNothing = ['util', 'utils', 'helper', 'helpers', 'common', 'misc', 'shared', 'lib', 'manager']
const physical = /^(?:(?:scroll-)?(?:margin|padding)-(?:left|right|top|bottom)|border-(?:left|right|top|bottom)(?:-.*)?|left|right|top|bottom|(?:min-|max-)?(?:width|height))$/

export const tooLong = (files: readonly SourceFile[]) => files
  .map(({ path, text }) => ({ path, lines: text.trimEnd().split('\n').length }))
  .filter(({ lines }) => lines > longestFile)
  .map(({ path, lines }) => `${path} has ${lines} lines`)

/** Names that do not say what is in them, and `index` files, through which everything could come. */
export const badNames = (files: readonly SourceFile[]) => files.map(({ path }) => path).filter(path => path.split('/').some(segment => {
  const name = segment.split('.')[0]!
  const words = name.replaceAll(/([a-z])([A-Z])/g, '$1-$2').toLowerCase().split('-')
  return name === 'data' || words.some(word => saysNothing.includes(word)) || /^index\.(?:ts|mjs)$/.test(segment)
}))

/** Files whose case does not fit their kind: `kebab-case.ts`, `PascalCase.vue`. */
export const badCase = (files: readonly SourceFile[]) => files.map(({ path }) => path).filter(path => {
  const name = path.split('/').at(-1)!
  return name.endsWith('.vue') ? !/^(?:[A-Z][a-z0-9]*)+\.vue$/.test(name) : !/^[a-z0-9]+(?:-[a-z0-9]+)*(?:\.[a-z]+)*\.[a-z]+$/.test(name)
})

export const unsafeTypes = (files: readonly SourceFile[]) => files.flatMap(file => [
  ...(nodesOf(file).some(node => node.kind === ts.SyntaxKind.AnyKeyword) ? [`${file.path} says any`] : []),
  ...(/@ts-(?:ignore|nocheck|expect-error)/.test(file.text) ? [`${file.path} silences the compiler`] : []),
])

export const defaultExports = (files: readonly SourceFile[]) => files
  .filter(file => nodesOf(file).some(node => ts.isExportAssignment(node) || (ts.canHaveModifiers(node) && ts.getModifiers(node)?.some(modifier => modifier.kind === ts.SyntaxKind.DefaultKeyword))))
  .map(file => file.path)

const htmlSinks = ['innerHTML', 'outerHTML', 'insertAdjacentHTML', 'srcdoc']

/** Ways by which text could become markup: the directive, and the properties behind it. */
export const rawHtml = (files: readonly SourceFile[]) => files.flatMap(file => [
  ...attributesOf(file).filter(({ name, argument }) => name === 'v-html' || htmlSinks.includes(argument ?? '')).map(({ name }) => `${file.path} has ${name}`),
  ...nodesOf(file).filter(node => ts.isIdentifier(node) && htmlSinks.includes(node.text)).map(node => `${file.path} sets ${(node as ts.Identifier).text}`),
])

/** Inline styles, which the policy of our pages blocks where the server has rendered them. */
export const inlineStyles = (files: readonly SourceFile[]) => files.flatMap(file => attributesOf(file)
  .filter(({ name, argument }) => name === 'style' || name === 'v-show' || (name === 'v-bind' && argument === 'style'))
  .map(({ name }) => `${file.path} has ${name}`))

/** Properties that name a side of the screen instead of one of the text. */
export const physicalCss = (files: readonly SourceFile[]) => files.flatMap(file =>
  cssPropertiesOf(file).filter(name => physical.test(name)).map(name => `${file.path} sets ${name}`))
