import { toJsonSchema } from '@valibot/to-json-schema'
import type * as v from 'valibot'
import { errorCodes } from '#protocol/errors.ts'
import { protocolHeader, protocolName } from '#protocol/version.ts'
import type { Policy, Route } from './route.ts'

type Json = { [name: string]: unknown }
type ObjectSchema = { properties?: Record<string, Json>, required?: string[] }

const securityByPolicy: Record<Policy, Json[]> = {
  public: [],
  reader: [{ memberSession: [] }, { guest: [] }],
  'new-reader': [{ memberSession: [] }, { guest: [] }],
  staff: [{ staffSession: [] }],
}

/** The API described for machines (OpenAPI 3.1), made from the very schemas that check what comes in. */
export function describeApi(routes: readonly Route[], url: string): Json {
  const paths: Record<string, Json> = {}
  for (const route of routes) {
    const path = route.path.replaceAll(/:(\w+)/g, '{$1}')
    paths[path] = { ...paths[path], [route.method.toLowerCase()]: describeRoute(route) }
  }
  return {
    openapi: '3.1.0',
    info: { title: 'Servus', version: protocolName, description: `Every answer names the protocol in the header ${protocolHeader} and in the field "protocol".` },
    servers: [{ url }],
    paths,
    components: { securitySchemes, schemas: { Error: errorSchema } },
  }
}

function describeRoute(route: Route): Json {
  return {
    summary: route.summary,
    security: securityByPolicy[route.policy],
    parameters: [...pathParameters(route), ...queryParameters(route)],
    ...(route.body && { requestBody: { required: true, content: { 'application/json': { schema: toSchema(route.body) } } } }),
    ...(route.isRaw && { requestBody: { required: true, content: { 'application/octet-stream': {} } } }),
    responses: {
      200: { description: 'Done', ...(!route.isRaw && { content: { 'application/json': { schema: answerSchema } } }) },
      default: { description: 'Refused', content: { 'application/json': { schema: { $ref: '#/components/schemas/Error' } } } },
    },
  }
}

const pathParameters = (route: Route): Json[] =>
  [...route.path.matchAll(/:(\w+)/g)].map(match => ({ name: match[1], in: 'path', required: true, schema: { type: 'string' } }))

function queryParameters(route: Route): Json[] {
  if (!route.query) return []
  const { properties = {}, required = [] } = toSchema(route.query) as ObjectSchema
  return Object.entries(properties).map(([name, schema]) => ({ name, in: 'query', required: required.includes(name), schema }))
}

/** What a caller sends: before transforms. Checks that JSON Schema cannot say are left out. */
function toSchema(schema: v.GenericSchema<unknown, unknown>): Json {
  const { $schema: _dialect, ...rest } = toJsonSchema(schema, { typeMode: 'input', errorMode: 'ignore', target: 'draft-2020-12' })
  return rest
}

const answerSchema = { type: 'object', properties: { protocol: { const: protocolName } }, required: ['protocol'] }

const errorSchema = {
  type: 'object',
  required: ['protocol', 'error'],
  properties: {
    protocol: { const: protocolName },
    error: {
      type: 'object',
      required: ['code'],
      properties: {
        code: { enum: [...errorCodes] },
        issues: { type: 'array', items: { type: 'object', required: ['field', 'problem'], properties: { field: { type: 'string' }, problem: { type: 'string' } } } },
        detail: {},
      },
    },
  },
}

const securitySchemes = {
  memberSession: { type: 'apiKey', in: 'cookie', name: '__Host-servus', description: 'Set by POST /api/session; named servus without https' },
  staffSession: { type: 'apiKey', in: 'cookie', name: '__Host-servus-desk', description: 'Set by POST /api/desk/session; named servus-desk without https' },
  guest: { type: 'http', scheme: 'Guest', description: 'What the device minted: <account>.<member>.<secret>' },
}
