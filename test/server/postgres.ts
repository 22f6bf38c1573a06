import type { TestProject } from 'vitest/node'
import { preparePostgres } from './postgres-process.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** A server on which tests make databases of their own. */
    postgresUrl: string
  }
}

/** Starts one PostgreSQL for a run that has server tests; TEST_DATABASE_URL names one that runs already. */
export default async function setup(project: TestProject): Promise<(() => Promise<void>) | undefined> {
  const given = process.env.TEST_DATABASE_URL
  project.provide('postgresUrl', given ?? '')
  if (given || !await hasServerTests(project)) return undefined
  const server = await startPostgres()
  project.provide('postgresUrl', server.url)
  return server.stop
}

async function hasServerTests(project: TestProject): Promise<boolean> {
  // What was asked for on the command line; not declared, and without it all files count.
  const { filenamePattern } = project.vitest as { filenamePattern?: string[] }
  const { testFiles } = await project.globTestFiles(filenamePattern)
  return testFiles.some(file => ['/test/server/', '/test/sync/', '/test/faults/processes'].some(part => file.includes(part)))
}

/** Nothing of it has to outlive the run: it need not wait for the disk. */
export async function startPostgres(): Promise<{ url: string, stop: () => Promise<void> }> {
  const { initialise, start, remove } = await preparePostgres()
  const server = await start(initialise('data'), ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off', 'max_connections=200'])
  return {
    url: server.url,
    async stop() {
      await server.stop()
      remove()
    },
  }
}
