import ts from 'typescript'
import { parse as parseComponent } from 'vue/compiler-sfc'
import type { SourceFile } from './source-files.ts'

/** `isStatic`: loaded with the file, not later. `isType`: gone once compiled. */
export type Import = { from: string, to: string, isStatic: boolean, isType: boolean }

const parts = (file: SourceFile) => parseComponent(file.text, { filename: file.path, ignoreEmpty: false }).descriptor

/** The scripts of a file: all of it, or what a component has. */
function scriptOf(file: SourceFile): string {
  if (file.path.endsWith('.vue')) return [parts(file).script, parts(file).scriptSetup].map(block => block?.content ?? '').join('\n')
  return /\.(?:ts|mjs)$/.test(file.path) ? file.text : ''
}

/** Every node of a file's scripts. */
export function nodesOf(file: SourceFile): ts.Node[] {
  const nodes: ts.Node[] = []
  const visit = (node: ts.Node) => {
    nodes.push(node)
    ts.forEachChild(node, visit)
  }
  visit(ts.createSourceFile(file.path, scriptOf(file), ts.ScriptTarget.Latest))
  return nodes
}

/** Stands for the name of an import that is made up while the program runs. */
export const atRunTime = '(worked out at run time)'

const textOf = (node: ts.Node | undefined) => (node && ts.isStringLiteralLike(node) ? node.text : undefined)

function isTypeOnly(node: ts.ImportDeclaration | ts.ExportDeclaration): boolean {
  if (ts.isExportDeclaration(node)) return node.isTypeOnly
  const clause = node.importClause
  if (!clause) return false
  if (clause.isTypeOnly) return true
  const named = clause.namedBindings
  return !clause.name && named !== undefined && ts.isNamedImports(named) && named.elements.length > 0 && named.elements.every(element => element.isTypeOnly)
}

function toImport(from: string, node: ts.Node): Import[] {
  if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) {
    const to = textOf(node.moduleSpecifier)
    return to === undefined ? [] : [{ from, to, isStatic: true, isType: isTypeOnly(node) }]
  }
  if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) {
    return [{ from, to: textOf(node.argument.literal) ?? '', isStatic: true, isType: true }]
  }
  if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
    return [{ from, to: textOf(node.arguments[0]) ?? atRunTime, isStatic: false, isType: false }]
  }
  return []
}

/** What a file imports, in any of the ways that the language has. */
export const importsOf = (file: SourceFile): Import[] => nodesOf(file).flatMap(node => toImport(file.path, node))

type Attribute = { name: string, argument: string | undefined }
type TemplateNode = {
  props?: { type: number, name: string, arg?: { content?: string } | undefined }[]
  children?: unknown[]
  branches?: unknown[]
}

/** All attributes and directives of a component's template; `:style` is `bind` with the argument `style`. */
export function attributesOf(file: SourceFile): Attribute[] {
  const visit = (node: TemplateNode): Attribute[] => [
    ...(node.props ?? []).map(prop => ({ name: prop.type === 7 ? `v-${prop.name}` : prop.name, argument: prop.arg?.content })),
    ...[...node.children ?? [], ...node.branches ?? []].flatMap(child => (typeof child === 'object' && child !== null ? visit(child as TemplateNode) : [])),
  ]
  const ast = file.path.endsWith('.vue') ? parts(file).template?.ast : undefined
  return ast ? visit(ast as unknown as TemplateNode) : []
}

/** The names of the properties that a stylesheet or a component's styles set. */
export function cssPropertiesOf(file: SourceFile): string[] {
  const css = file.path.endsWith('.css') ? file.text : file.path.endsWith('.vue') ? parts(file).styles.map(style => style.content).join('\n') : ''
  return [...css.replaceAll(/\/\*[\s\S]*?\*\//g, '').matchAll(/[{;]\s*([a-z-]+)\s*:/g)].map(([, name]) => name!)
}
