import type { Hono } from 'hono'
import type { Installation } from '../installation.ts'
import { answerJson } from './answer.ts'
import { clientAddress } from './client-address.ts'
import { answerError } from './error-exit.ts'
import type { ServerEnv } from './mount.ts'
import type { RateLimits } from './rate-limits.ts'
import { readBytes } from './read-body.ts'
import { reportPath } from './security-headers.ts'

const maxReportBytes = 16 * 1024

/**
 * Takes the browsers' reports of what the content policy stopped: each is logged and counted, without anything personal.
 * In demo mode the number can be asked for, so that a run through the portal can prove that there was none.
 */
export function mountCspReport(app: Hono<ServerEnv>, installation: Installation, rates: RateLimits): void {
  let count = 0
  app.post(reportPath, async context => {
    const request = context.req.raw
    try {
      rates.take('csp-report', clientAddress(request, context.env?.incoming?.socket?.remoteAddress, installation.config.trustedProxies))
      const report = readReport(new TextDecoder().decode(await readBytes(request, maxReportBytes)))
      count++
      installation.log.warn('The content policy stopped something', report)
      return new Response(null, { status: 204 })
    } catch (thrown) {
      return answerError(request, thrown, installation.log)
    }
  })
  if (installation.config.isDemo) app.get(reportPath, context => answerJson(context.req.raw, { count }))
}

const told = ['effective-directive', 'violated-directive', 'blocked-uri', 'document-uri', 'source-file', 'line-number', 'script-sample'] as const

function readReport(text: string): Record<string, string> {
  try {
    const report = (JSON.parse(text) as Record<string, unknown>)['csp-report'] as Record<string, unknown>
    return Object.fromEntries(told.flatMap(name => report[name] === undefined ? [] : [[name, withoutQuery(String(report[name]))]]))
  } catch {
    return { report: 'unreadable' }
  }
}

const withoutQuery = (text: string) => text.replace(/[?#].*$/s, '').slice(0, 200)
