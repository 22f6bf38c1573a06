import { loadConfig, type Config } from '#server/config.ts'
import { createApp } from '#server/app.ts'
import { readEpoch } from '#server/db/meta.ts'
import type { DatabaseKind } from '#server/db/database.ts'
import { folderStore } from '#server/files/file-store.ts'
import type { Installation } from '#server/installation.ts'
import { makeLog } from '#server/log.ts'
import type { Mail } from '#server/notify/mailer.ts'
import { createHints } from '#server/sync/hints.ts'
import { openFresh } from '../databases.ts'

export type TestApp = {
  installation: Installation
  /** Moves the server's clock. */
  clock: { now: number }
  lines: string[]
  mails: Mail[]
  request: (path: string, init?: RequestInit) => Promise<Response>
  /** A POST of JSON, as our own pages send it. */
  post: (path: string, body: unknown, headers?: Record<string, string>) => Promise<Response>
  drop: () => Promise<void>
}

export const testConfig = (over: Partial<Config> = {}): Config => ({ ...loadConfig({}, '/nowhere'), ...over })

/** The whole server on a database of its own, with a clock that stands still and mails that are kept. */
export async function openTestApp(kind: DatabaseKind = 'sqlite', over: Partial<Config> = {}): Promise<TestApp> {
  const fresh = await openFresh(kind)
  const clock = { now: Date.UTC(2026, 10, 22, 12) }
  const lines: string[] = []
  const mails: Mail[] = []
  const config = testConfig({ distFolder: `${fresh.folder}/no-build`, dataFolder: fresh.folder, ...over })
  const installation: Installation = {
    config,
    database: fresh.database,
    db: fresh.database.db,
    hints: createHints(),
    files: folderStore(`${fresh.folder}/files`),
    mailer: { isReal: true, send: async mail => { mails.push(mail) }, close: () => undefined },
    log: makeLog(line => { lines.push(line) }, () => clock.now),
    now: () => clock.now,
    epoch: await readEpoch(fresh.database.db),
  }
  const app = await createApp(installation)
  const request: TestApp['request'] = async (path, init) => app.request(new URL(path, config.url).href, init)
  return {
    installation, clock, lines, mails, request,
    post: (path, body, headers = {}) =>
      request(path, { method: 'POST', body: JSON.stringify(body), headers: { 'content-type': 'application/json', 'sec-fetch-site': 'same-origin', ...headers } }),
    async drop() {
      installation.hints.close()
      await fresh.drop()
    },
  }
}
