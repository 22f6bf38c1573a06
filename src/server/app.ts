import { Hono } from 'hono'
import { answerJson } from './http/answer.ts'
import { mountCspReport } from './http/csp-report.ts'
import { answerError } from './http/error-exit.ts'
import { mountRoutes, type ServerEnv } from './http/mount.ts'
import { describeApi } from './http/openapi.ts'
import { makeRateLimits } from './http/rate-limits.ts'
import { Refusal } from './http/refusal.ts'
import { commonHeaders } from './http/security-headers.ts'
import type { Installation } from './installation.ts'
import { mountPages } from './pages/mount-pages.ts'
import { routes } from './routes.ts'

const yearSeconds = 365 * 24 * 60 * 60

/** The whole server as one function from request to response: `app.request(...)` needs no socket. */
export async function createApp(installation: Installation): Promise<Hono<ServerEnv>> {
  const { config, log } = installation
  const app = new Hono<ServerEnv>()
  const rates = makeRateLimits(installation.now)
  const headers = { ...commonHeaders, ...(config.isSecure && { 'strict-transport-security': `max-age=${yearSeconds}` }) }

  app.use(async (context, next) => {
    await next()
    for (const [name, value] of Object.entries(headers)) context.res.headers.set(name, value)
  })
  mountCspReport(app, installation, rates)
  mountRoutes(app, routes, installation, rates)
  app.get('/openapi.json', context => answerJson(context.req.raw, describeApi(routes, config.url)))
  app.all('/api/*', context => answerError(context.req.raw, new Refusal('not-found'), log))
  await mountPages(app, installation)
  app.notFound(context => answerError(context.req.raw, new Refusal('not-found'), log))
  app.onError((error, context) => answerError(context.req.raw, error, log))
  return app
}
