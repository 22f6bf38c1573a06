import ts from 'typescript'
import { nodesOf } from '../architecture/parse.ts'
import { readSources } from '../architecture/source-files.ts'

/** `it(...)`, `it.each(...)(...)`, `it.skipIf(...)(...)`: the word that a call begins with. */
function firstWord(node: ts.Expression): string | undefined {
  if (ts.isIdentifier(node)) return node.text
  return ts.isCallExpression(node) || ts.isPropertyAccessExpression(node) ? firstWord(node.expression) : undefined
}

/** The titles of all tests, as they are written: a table's places are still in them. */
export function readTestTitles(): { path: string, title: string }[] {
  return readSources('test').filter(file => file.path.endsWith('.test.ts')).flatMap(file => nodesOf(file).flatMap(node => {
    if (!ts.isCallExpression(node) || !['it', 'test'].includes(firstWord(node.expression) ?? '')) return []
    const [title] = node.arguments
    return title && ts.isStringLiteralLike(title) ? [{ path: file.path, title: title.text }] : []
  }))
}

/** The ids in front of a title. */
export const ruleIdsOf = (title: string): string[] => [...(/^(?:\[S\d+\] )*/.exec(title)?.[0] ?? '').matchAll(/S\d+/g)].map(([id]) => id)
