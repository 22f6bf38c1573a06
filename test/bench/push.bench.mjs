// Durable commands per second through the real server: 32 kept-alive connections from this process, batches of 20 and single commands, on the embedded
// database and on PostgreSQL (DATABASE_URL, else one of its own with fsync on). Nine of ten commands are messages on existing requests of
// many accounts, one is a new request. ONLY=sqlite or ONLY=postgres measures one of them, SECONDS sets how long each run takes.
import { build } from 'esbuild'
import { spawn } from 'node:child_process'
import { randomBytes, randomUUID } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { Agent, request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

const root = fileURLToPath(new URL('../..', import.meta.url))
const connections = 32
const accountsEach = 12
const seconds = Number(process.env.SECONDS ?? 10)
const port = 8191
const agent = new Agent({ keepAlive: true, maxSockets: connections })

function post(path, account, body) {
  const text = JSON.stringify(body)
  return new Promise((resolve, reject) => {
    const call = request({
      agent, port, path, host: '127.0.0.1', method: 'POST',
      headers: { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text), authorization: `Guest ${account.id}.${account.member}.${account.secret}`, 'x-forwarded-for': account.address },
    }, answer => {
      let said = ''
      answer.setEncoding('utf8')
      answer.on('data', part => { said += part })
      answer.on('end', () => (answer.statusCode === 200 ? resolve(JSON.parse(said)) : reject(new Error(`${answer.statusCode} ${said.slice(0, 300)}`))))
    })
    call.on('error', reject)
    call.end(text)
  })
}

const texts = ['It has begun again, a little louder than before.', 'Could somebody come on Thursday after four?', 'I have found the bill, the machine is from 2019.', 'Thank you, that was quick!']

/** A guest with a device, each behind an address of its own, as phones are. */
const newAccount = number => ({
  id: randomUUID(), member: randomUUID(), secret: randomBytes(32).toString('hex'), sender: randomUUID(), seq: 0, requests: [],
  address: `10.${number >> 8}.${number & 255}.1`,
})

function command(account, isNew) {
  const seq = ++account.seq
  const requestId = isNew ? randomUUID() : account.requests[seq % account.requests.length]
  const args = isNew
    ? { path: 'full', title: 'The washing machine does not drain', text: 'Water stays in the drum after every programme, and it hums.', language: 'en', contact: { name: 'Vera Lind', phone: '+46701234567' } }
    : { text: texts[seq % texts.length] }
  if (isNew) account.requests.push(requestId)
  return { seq, mid: randomUUID(), requestId, name: isNew ? 'submit' : 'postMessage', v: 1, at: Date.now(), args }
}

async function pushOf(account, epoch, commands) {
  const { lines } = await post('/api/sync/push', account, { sender: account.sender, epoch, commands })
  const wrong = lines.find(line => line.result?.kind !== 'applied')
  if (wrong) throw new Error(JSON.stringify(wrong))
}

async function prepare(accounts) {
  let epoch
  for (const account of accounts) {
    ({ epoch } = await post('/api/sync/hello', account, { sender: account.sender, language: 'en', versions: [2] }))
    await pushOf(account, epoch, [command(account, true), command(account, true)])
  }
  return epoch
}

/** Each connection goes round its own accounts, and waits for each answer. */
async function measure(accounts, epoch, batchSize, pid) {
  const cpuBefore = cpuOf(pid)
  const times = []
  const end = performance.now() + seconds * 1000
  const began = performance.now()
  await Promise.all(Array.from({ length: connections }, async (_, connection) => {
    const own = accounts.slice(connection * accountsEach, (connection + 1) * accountsEach)
    for (let turn = 0; performance.now() < end; turn++) {
      const account = own[turn % own.length]
      const commands = Array.from({ length: batchSize }, () => command(account, account.seq % 10 === 9))
      const from = performance.now()
      await pushOf(account, epoch, commands)
      times.push(performance.now() - from)
    }
  }))
  times.sort((a, b) => a - b)
  const at = share => times[Math.floor(times.length * share)].toFixed(0)
  const perSecond = times.length * batchSize / ((performance.now() - began) / 1000)
  return `${perSecond.toFixed(0)} commands/s, answers p50 ${at(0.5)} ms, p99 ${at(0.99)} ms, ${((cpuOf(pid) - cpuBefore) / (times.length * batchSize)).toFixed(2)} ms of the server's processor each`
}

/** Processor time of the server so far, in milliseconds; of Linux alone. A clock tick is 10 ms. */
function cpuOf(pid) {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ')
    return (Number(fields[11]) + Number(fields[12])) * 10
  } catch {
    return NaN
  }
}

async function run(name, settings) {
  const data = mkdtempSync(join(tmpdir(), 'servus-bench-'))
  const server = spawn(process.execPath, [...(process.env.PROFILE ? ['--cpu-prof', `--cpu-prof-dir=${process.env.PROFILE}`] : []), serverFile], {
    cwd: root, stdio: ['ignore', 'ignore', 'inherit'],
    env: { PATH: process.env.PATH, NODE_ENV: 'production', PORT: String(port), SERVUS_DATA: data, SERVUS_DEMO: '0', SERVUS_DIST: join(data, 'none'), SERVUS_TRUSTED_PROXIES: '1', ...settings },
  })
  try {
    for (let tries = 0; tries < 600 && !(await fetch(`http://127.0.0.1:${port}/readyz`).then(answer => answer.ok, () => false)); tries++) await new Promise(resolve => setTimeout(resolve, 100))
    const accounts = Array.from({ length: connections * accountsEach }, (_, number) => newAccount(number))
    const epoch = await prepare(accounts)
    for (const batchSize of [20, 1]) console.log(`${name}, batches of ${batchSize}: ${await measure(accounts, epoch, batchSize, server.pid)}`)
  } finally {
    const ended = new Promise(resolve => { server.once('exit', resolve) })
    server.kill('SIGTERM')
    await ended
    rmSync(data, { recursive: true, force: true })
  }
}

/** Bundles one source beside the packages, so that they are found. */
async function bundle(entry) {
  const outfile = join(root, 'node_modules/.tmp', `bench-push-${entry.split('/').at(-1).replace('.ts', '.mjs')}`)
  await build({ absWorkingDir: root, entryPoints: [entry], outfile, bundle: true, platform: 'node', format: 'esm', target: 'node20', packages: 'external', logLevel: 'warning' })
  return outfile
}

/** The tests' own way, which knows how to run PostgreSQL as root, with everything safe on the disk. */
async function startPostgres() {
  const { preparePostgres } = await import(pathToFileURL(await bundle('test/server/postgres-process.ts')).href)
  const { initialise, start, remove } = await preparePostgres()
  const server = await start(initialise('data'), ['fsync=on'])
  return { url: server.url, stop: () => server.stop().then(remove) }
}

const serverFile = await bundle('src/server/main.ts')
console.log(`${connections} connections, ${connections * accountsEach} accounts, ${seconds} s each`)
if (process.env.ONLY !== 'postgres') await run('embedded', {})
if (process.env.ONLY !== 'sqlite') {
  const own = process.env.DATABASE_URL ? undefined : await startPostgres()
  await run('PostgreSQL', { DATABASE_URL: process.env.DATABASE_URL ?? own.url })
  await own?.stop()
}
agent.destroy()
