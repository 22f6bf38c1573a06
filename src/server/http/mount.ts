import type { HttpBindings } from '@hono/node-server'
import type { Context, Hono } from 'hono'
import { callerFor } from '../identity/policies.ts'
import type { Installation } from '../installation.ts'
import { answerJson, apiHeaders } from './answer.ts'
import { refuseUnservedVersion } from './answer-version.ts'
import { checkInput, readQuery } from './check-input.ts'
import { clientAddress } from './client-address.ts'
import { answerError } from './error-exit.ts'
import { isForGuestsOnly, limitByRoute, type RateLimits } from './rate-limits.ts'
import { checkDeclaredSize, readJson } from './read-body.ts'
import { Refusal } from './refusal.ts'
import type { Call, Policy, Route } from './route.ts'
import { isFromOurPages } from './same-origin.ts'

export type ServerEnv = { Bindings: Partial<HttpBindings> }

const defaultMaxBodyBytes = 256 * 1024

/** Puts every route of the API in its place, behind the same checks in the same order. */
export function mountRoutes(app: Hono<ServerEnv>, routes: readonly Route[], installation: Installation, rates: RateLimits): void {
  for (const route of routes) {
    // Hono asks the GET handlers for a HEAD: those of our own must stand before them.
    app.on(route.method === 'HEAD' ? 'GET' : route.method, route.path, async (context, next) => {
      const request = context.req.raw
      if (route.method === 'HEAD' && request.method !== 'HEAD') return next()
      try {
        return await answerRoute(route, context, installation, rates)
      } catch (thrown) {
        return answerError(request, thrown, installation.log)
      }
    })
  }
}

/** Version, origin, limit and right are looked at before anything that was sent is read. */
async function answerRoute(route: Route, context: Context<ServerEnv>, installation: Installation, rates: RateLimits): Promise<Response> {
  const request = context.req.raw
  const { config } = installation
  const address = clientAddress(request, context.env?.incoming?.socket?.remoteAddress, config.trustedProxies)
  const limit = limitByRoute[`${route.method} ${route.path}`]
  refuseUnservedVersion(request)
  if (route.method !== 'GET' && !isFromOurPages(request, config)) throw new Refusal('not-yours')
  if (limit && !isForGuestsOnly(limit)) rates.take(limit, address)
  const caller = await callerFor(route, request, installation, () => { rates.take('admit-guest', address) })
  if (limit && isForGuestsOnly(limit) && caller?.kind === 'member' && !caller.isConfirmed) rates.take(limit, address)
  const call = {
    caller, request, address, installation,
    params: context.req.param() as Record<string, string>,
    query: route.query && checkInput(route.query, readQuery(new URL(request.url))),
    body: await readBody(route, request),
  } as Call<Policy, undefined, undefined>
  const answer = await route.handle(call)
  return answer instanceof Response ? withApiHeaders(request, answer) : answerJson(request, answer)
}

async function readBody(route: Route, request: Request): Promise<unknown> {
  const maxBytes = route.maxBodyBytes ?? defaultMaxBodyBytes
  checkDeclaredSize(request, maxBytes)
  if (route.isRaw || !route.body) return undefined
  const body = await readJson(request, maxBytes)
  // A schema whose fields may all be missing would take a list for an empty object.
  if (Array.isArray(body)) throw new Refusal('bad-request', { issues: [{ field: '', problem: 'must be an object' }] })
  return checkInput(route.body, body)
}

/** A handler's own response keeps what it said itself, such as how long a picture may be kept. */
function withApiHeaders(request: Request, answer: Response): Response {
  for (const [name, value] of Object.entries(apiHeaders(request))) {
    if (!answer.headers.has(name)) answer.headers.set(name, value)
  }
  return answer
}
