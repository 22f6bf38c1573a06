// Event streams on the real server: how long a hint to all takes to each, all coming back at once after a restart, and the server's memory.
// npm run bench -- streams [--streams 10000]. The server runs in a process of its own; whoever listens here looks at bytes only. Two
// processors or more are needed for figures of the server alone, and two file descriptors for each stream.
import { fork } from 'node:child_process'
import { randomBytes, randomUUID } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { Agent, request } from 'node:http'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { build } from 'esbuild'

const { values } = parseArgs({ args: process.argv.slice(3), options: { streams: { type: 'string', default: '2000' } } })
const count = Number(values.streams)
const rounds = 30
const port = 8192
const root = fileURLToPath(new URL('../..', import.meta.url))
const outfile = join(root, 'node_modules/.tmp/bench-streams-server.mjs')
await build({
  absWorkingDir: root, entryPoints: ['test/bench/streams/server.ts'], outfile, bundle: true, format: 'esm', platform: 'node', target: 'node20', packages: 'external', logLevel: 'warning',
})
const data = mkdtempSync(join(tmpdir(), 'servus-bench-'))
const agent = new Agent({ keepAlive: true, maxSockets: 32 })
const now = () => performance.timeOrigin + performance.now()

function startServer() {
  const server = fork(outfile, {
    cwd: root, execArgv: process.env.PROFILE ? ['--cpu-prof', `--cpu-prof-dir=${process.env.PROFILE}`] : [],
    env: { PATH: process.env.PATH, NODE_ENV: 'production', PORT: String(port), SERVUS_DATA: data, SERVUS_DEMO: '0', SERVUS_TRUSTED_PROXIES: '1', SERVUS_DIST: join(data, 'none') },
  })
  return new Promise((resolve, reject) => {
    server.once('message', () => resolve(server))
    server.once('exit', () => reject(new Error('the server ended')))
  })
}

/** Guests, each behind an address of its own, as phones are. */
const guests = Array.from({ length: count }, (_, number) => ({
  credential: `Guest ${randomUUID()}.${randomUUID()}.${randomBytes(32).toString('hex')}`, address: `10.${number >> 16}.${(number >> 8) & 255}.${number & 255}`,
}))

function hello({ credential, address }) {
  const text = JSON.stringify({ sender: randomUUID(), language: 'en', versions: [2] })
  return new Promise((resolve, reject) => {
    const call = request({
      agent, port, path: '/api/sync/hello', host: '127.0.0.1', method: 'POST',
      headers: { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text), authorization: credential, 'x-forwarded-for': address },
    }, answer => {
      answer.resume()
      answer.on('end', () => (answer.statusCode === 200 ? resolve() : reject(new Error(`hello: ${answer.statusCode}`))))
    })
    call.on('error', reject)
    call.end(text)
  })
}

const shared = Buffer.alloc(65_536)
let heard = () => {}

/** Resolves at the first message after the head, which says that the stream is open; from then on every further message counts. */
function open({ credential }) {
  return new Promise((resolve, reject) => {
    let isOpen = false
    const socket = connect({
      port, host: '127.0.0.1',
      onread: {
        buffer: shared,
        callback(size, bytes) {
          if (isOpen) {
            if (bytes.subarray(0, size).includes('"pub"')) heard()
            return true
          }
          const said = bytes.toString('latin1', 0, size)
          if (said.startsWith('HTTP/1.1 ') && !said.startsWith('HTTP/1.1 200')) reject(new Error(said.slice(0, 60)))
          if (said.includes('"scope":"r:')) {
            isOpen = true
            resolve(socket)
          }
          return true
        },
      },
    })
    socket.on('error', reject)
    socket.write(`GET /api/sync/events HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: ${credential}\r\n\r\n`)
  })
}

const memoryOf = (pid, name) => Math.round(Number(new RegExp(`${name}:\\s+(\\d+)`).exec(readFileSync(`/proc/${pid}/status`, 'utf8'))[1]) / 1024)

/** All come at the same moment, as after a restart; the device's own jitter would spread them over a second and more. */
async function openAll(title) {
  const from = now()
  const times = []
  const opened = await Promise.allSettled(guests.map(async guest => {
    const socket = await open(guest)
    times.push(now() - from)
    return socket
  }))
  const failed = opened.filter(({ status }) => status === 'rejected')
  console.log(`${title}: ${opened.length - failed.length} of ${count} open after ${Math.max(...times).toFixed(0)} ms${failed.length > 0 ? `, ${failed.length} failed: ${failed[0].reason}` : ''}`)
  return opened.filter(({ status }) => status === 'fulfilled').map(({ value }) => value)
}

/** One hint to all, again and again: when each stream had it, from the moment at which the server told it. */
async function measureHints(server, streams) {
  const delays = []
  for (let round = 1; round <= rounds; round++) {
    const arrivals = []
    const told = new Promise(resolve => { server.once('message', resolve) })
    const all = new Promise(resolve => {
      heard = () => {
        arrivals.push(now())
        if (arrivals.length === streams) resolve()
      }
    })
    server.send({ version: 1_000 + round })
    const [at] = await Promise.all([told, all])
    if (round > 3) delays.push(...arrivals.map(arrival => arrival - at))
    await new Promise(resolve => setTimeout(resolve, 200))
  }
  delays.sort((a, b) => a - b)
  const at = share => delays[Math.floor((delays.length - 1) * share)].toFixed(0)
  console.log(`a hint to ${streams} streams, ${rounds - 3} times: p50 ${at(0.5)} ms, p99 ${at(0.99)} ms, last ${at(1)} ms; the server holds ${memoryOf(server.pid, 'VmRSS')} MB (at most ${memoryOf(server.pid, 'VmHWM')} MB)`)
}

const end = server => new Promise(resolve => {
  server.removeAllListeners('exit')
  server.once('exit', resolve)
  server.kill(process.env.PROFILE ? 'SIGTERM' : 'SIGKILL')
})

let server = await startServer()
try {
  console.log(`the server alone: ${memoryOf(server.pid, 'VmRSS')} MB`)
  for (let start = 0; start < count; start += 500) await Promise.all(guests.slice(start, start + 500).map(hello))
  await end(server)
  server = await startServer()
  const before = await openAll('all at once')
  await measureHints(server, before.length)
  await end(server)
  for (const socket of before) socket.destroy()
  server = await startServer()
  const after = await openAll('all back at once after a restart')
  await measureHints(server, after.length)
  for (const socket of after) socket.destroy()
} finally {
  agent.destroy()
  await end(server)
  rmSync(data, { recursive: true, force: true })
}
