import { spawn, type ChildProcess } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { cleanEnvironment } from '../clean-environment.ts'
import { freePort } from '../free-port.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))

/** The built product as its owner runs it: a process of its own on a free port, with a data folder of its own. */
export type RunningServer = {
  url: string
  /** Everything it has printed so far. */
  log: () => string
  /** SIGTERM, and wait for the end. Resolves to the exit code. */
  stop: () => Promise<number | null>
  /** SIGKILL: no clean end. */
  kill: () => Promise<void>
  /** The same data, the same port; `changed` settings are for this start alone. */
  start: (changed?: Record<string, string>) => Promise<void>
  dataFolder: string
  /** Stop and delete the data. */
  remove: () => Promise<void>
}

export async function runServer(settings: Record<string, string> = {}): Promise<RunningServer> {
  const folder = mkdtempSync(join(tmpdir(), 'servus-e2e-'))
  const port = await freePort()
  const url = `http://127.0.0.1:${port}`
  let child: ChildProcess | undefined
  let printed = ''

  async function start(changed: Record<string, string> = {}) {
    child = spawn(process.execPath, [join(root, 'dist/server/main.js')], {
      cwd: root, env: { ...cleanEnvironment(), NODE_ENV: 'production', PORT: String(port), SERVUS_DATA: folder, ...settings, ...changed },
    })
    child.stdout?.on('data', (text: Buffer) => { printed += text.toString() })
    child.stderr?.on('data', (text: Buffer) => { printed += text.toString() })
    for (let tries = 0; tries < 900; tries++) {
      const isReady = await fetch(`${url}/readyz`).then(answer => answer.ok, () => false)
      if (isReady) return
      if (child.exitCode !== null) throw new Error(`the server ended: ${printed}`)
      await new Promise(resolve => setTimeout(resolve, 100))
    }
    throw new Error(`the server did not get ready: ${printed}`)
  }

  function end(signal: 'SIGTERM' | 'SIGKILL'): Promise<number | null> {
    const ending = child
    if (!ending || ending.exitCode !== null || ending.signalCode !== null) return Promise.resolve(ending?.exitCode ?? null)
    return new Promise(resolve => {
      ending.once('exit', resolve)
      ending.kill(signal)
    })
  }
  const stop = () => end('SIGTERM')
  const kill = async () => { await end('SIGKILL') }

  await start()
  return { url, dataFolder: folder, log: () => printed, stop, kill, start, remove: async () => { await stop(); rmSync(folder, { recursive: true, force: true }) } }
}
