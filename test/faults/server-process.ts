import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { build } from 'esbuild'
import { root } from '../architecture/source-files.ts'
import { cleanEnvironment } from '../clean-environment.ts'
import { freePort } from '../free-port.ts'

export type ServerProcess = {
  url: string
  pid: number | undefined
  /** Everything it has printed so far. */
  log: () => string
  signal: (signal: NodeJS.Signals) => void
  kill: () => Promise<void>
  /** Resolves once it has ended by itself or by a signal, to what it ended with. */
  ended: Promise<{ code: number | null, signal: NodeJS.Signals | null }>
}

let bundled: Promise<string> | undefined

/** The server as one file, made once for a test file: tests of faults run before anything is built. */
function bundleServer(): Promise<string> {
  bundled ??= (async () => {
    const folder = join(root, 'node_modules', '.servus-faults', String(process.pid))
    mkdirSync(folder, { recursive: true })
    await build({
      absWorkingDir: root, entryPoints: { main: 'src/server/main.ts' }, outdir: folder, outExtension: { '.js': '.mjs' },
      bundle: true, platform: 'node', format: 'esm', target: 'node20', packages: 'external', logLevel: 'warning',
    })
    return join(folder, 'main.mjs')
  })()
  return bundled
}

export type ServerSettings = { port?: number, settings?: Record<string, string>, nodeArguments?: readonly string[], wrapper?: readonly string[] }

/** Starts a server in a process of its own and waits until it is ready. `wrapper`: a program that runs it. Throws with its words where it ends before. */
export async function startServerProcess({ port, settings = {}, nodeArguments = [], wrapper = [] }: ServerSettings): Promise<ServerProcess> {
  const main = await bundleServer()
  const own = port ?? await freePort()
  const [program = process.execPath, ...rest] = [...wrapper, process.execPath, ...nodeArguments, main]
  const child = spawn(program, rest, {
    cwd: root, env: { ...cleanEnvironment(), NODE_ENV: 'production', PORT: String(own), SERVUS_DIST: join(root, 'node_modules/.servus-faults/none'), ...settings },
  })
  let printed = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text: Buffer) => { printed += text.toString() })
  const ended = once(child, 'exit').then(([code, signal]) => ({ code: code as number | null, signal: signal as NodeJS.Signals | null }))
  const url = `http://127.0.0.1:${own}`
  await untilReady(child, url, () => printed)
  return {
    url, pid: child.pid, ended, log: () => printed,
    signal: signal => { child.kill(signal) },
    async kill() {
      child.kill('SIGKILL')
      await ended
    },
  }
}

async function untilReady(child: ChildProcess, url: string, log: () => string): Promise<void> {
  for (let tries = 0; tries < 600; tries++) {
    if (await fetch(`${url}/readyz`).then(answer => answer.ok, () => false)) return
    if (child.exitCode !== null || child.signalCode !== null) throw new Error(`the server ended: ${log()}`)
    await new Promise(resolve => setTimeout(resolve, 50))
  }
  child.kill('SIGKILL')
  throw new Error(`the server did not get ready: ${log()}`)
}
