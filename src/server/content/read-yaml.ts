import * as v from 'valibot'
import { isAlias, isMap, isScalar, isSeq, LineCounter, parseDocument, type Document, type Node } from 'yaml'
import { problemOfIssue, type LineOf, type Problem, type Sourced } from './problem.ts'

/** Reads YAML. `firstLine` is where the text begins in its file. */
export function readYaml(text: string, file: string, firstLine = 1): { source?: Sourced<unknown>, problems: Problem[] } {
  const lineCounter = new LineCounter()
  const document = parseDocument(text, { lineCounter, prettyErrors: false })
  const toLine = (offset: number) => lineCounter.linePos(offset).line + firstLine - 1
  if (document.errors.length > 0) {
    return { problems: document.errors.map(error => ({ file, line: toLine(error.pos[0]), field: '', problem: `cannot be read: ${error.message}` })) }
  }
  return { source: { value: document.toJS({ maxAliasCount: 100 }), file, lineOf: path => toLine(findOffset(document, path)) }, problems: [] }
}

/** Checks what was read against a schema; every issue becomes a problem with its line. */
export function checkSource<Schema extends v.GenericSchema<unknown, unknown>>(
  schema: Schema, source: Sourced<unknown>,
): { source?: Sourced<v.InferOutput<Schema>>, problems: Problem[] } {
  const checked = v.safeParse(schema, source.value)
  if (!checked.success) return { problems: checked.issues.map(issue => problemOfIssue(source, issue)) }
  return { source: { ...source, value: checked.output }, problems: [] }
}

/** The line of a field is the one with its name. */
function findOffset(document: Document, path: Parameters<LineOf>[0]): number {
  let node = document.contents as Node | null
  let offset = node?.range?.[0] ?? 0
  for (const key of path) {
    if (isAlias(node)) node = node.resolve(document) ?? null
    if (isMap(node)) {
      const pair = node.items.find(item => isScalar(item.key) && String(item.key.value) === String(key))
      if (!pair) break
      offset = (pair.key as Node).range?.[0] ?? offset
      node = pair.value as Node | null
    } else if (isSeq(node)) {
      node = (node.items[Number(key)] ?? null) as Node | null
      offset = node?.range?.[0] ?? offset
    } else break
  }
  return offset
}
