import { toJsonSchema } from '@valibot/to-json-schema'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import ts from 'typescript'
import type * as v from 'valibot'
import { argsByCommand } from '#domain/request/command.ts'
import { root } from '../architecture/source-files.ts'

const folder = join(root, 'src/protocol')
/** What a page is rendered from goes from a build of the portal to itself, never between versions. */
const notOnTheWire = ['page.ts']
export const protocolFiles = readdirSync(folder).filter(name => name.endsWith('.ts') && !notOnTheWire.includes(name)).sort()

type Shapes = Record<string, string>

const isSchema = (value: unknown): value is v.GenericSchema =>
  typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'schema'

/** What is sent, with its limits and forms: the JSON Schema of each Valibot schema, and of the arguments of each command. */
export async function readSentShapes(): Promise<Shapes> {
  const shapes: Shapes = {}
  const add = (name: string, schema: v.GenericSchema) => {
    shapes[name] = JSON.stringify(toJsonSchema(schema, { errorMode: 'ignore', typeMode: 'input' }))
  }
  for (const file of protocolFiles) {
    const exported = await import(`../../src/protocol/${file.replace('.ts', '')}.ts`) as Record<string, unknown>
    for (const [name, value] of Object.entries(exported)) if (isSchema(value)) add(`${file} ${name}`, value)
  }
  for (const [name, schema] of Object.entries(argsByCommand)) add(`args ${name}`, schema as v.GenericSchema)
  return shapes
}

/** What is answered: each exported type, told by its structure, with the domain's types that it is made of. */
export function readAnsweredShapes(): Shapes {
  const { config } = ts.readConfigFile(join(root, 'tsconfig.json'), path => ts.sys.readFile(path)) as { config: object }
  const { options } = ts.parseJsonConfigFileContent({ ...config, files: protocolFiles, references: [] }, ts.sys, folder)
  const program = ts.createProgram(protocolFiles.map(name => join(folder, name)), { ...options, incremental: false })
  const checker = program.getTypeChecker()
  const shapes: Shapes = {}
  for (const name of protocolFiles) {
    ts.forEachChild(program.getSourceFile(join(folder, name))!, node => {
      if (!ts.isTypeAliasDeclaration(node) || !node.modifiers?.some(modifier => modifier.kind === ts.SyntaxKind.ExportKeyword)) return
      shapes[`${name} ${node.name.text}`] = describeType(checker, checker.getTypeAtLocation(node.name), [])
    })
  }
  return shapes
}

/** The same text for the same structure, however the type is named, ordered or put together. */
function describeType(checker: ts.TypeChecker, type: ts.Type, above: readonly ts.Type[]): string {
  const inner = (part: ts.Type) => describeType(checker, part, [...above, type])
  if (above.includes(type)) return `<${above.length - above.indexOf(type)} up>`
  // JSON knows no undefined.
  if (type.isUnion()) return [...new Set(type.types.filter(part => !(part.flags & ts.TypeFlags.Undefined)).map(inner))].sort().join(' | ')
  if (!(type.flags & ts.TypeFlags.Object) && !type.isIntersection()) return checker.typeToString(type, undefined, ts.TypeFormatFlags.NoTruncation)
  if (checker.isTupleType(type)) return `[${checker.getTypeArguments(type as ts.TypeReference).map(inner).join(', ')}]`
  if (checker.isArrayType(type)) return `(${checker.getTypeArguments(type as ts.TypeReference).map(inner).join()})[]`
  const fields = checker.getPropertiesOfType(type).map(property => {
    const isOptional = (property.flags & ts.SymbolFlags.Optional) !== 0
    return `${property.name}${isOptional ? '?' : ''}: ${inner(checker.getTypeOfSymbol(property))}`
  })
  const keys = checker.getIndexInfosOfType(type).map(info => `[${inner(info.keyType)}]: ${inner(info.type)}`)
  return `{ ${[...fields, ...keys].sort().join(', ')} }`
}
