// Synchronisation in a real browser against the real server: the device's own code, plain Dexie in the same run as the floor.
// ROUNDS=3 SIZES=1000,10000,50000 npm run bench -- sync
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { chromium } from 'playwright-core'
import { findChromium } from '../find-chromium.mjs'

const root = fileURLToPath(new URL('../..', import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'servus-bench-sync-'))
const rounds = Number(process.env.ROUNDS ?? 3)
const sizes = (process.env.SIZES ?? '1000,10000,50000').split(',').map(Number)
const seed = Number(process.env.SEED ?? 1)
const parts = new Set((process.env.PARTS ?? 'load,open,writes,content').split(','))
const median = values => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)]
const ms = value => `${value < 10 ? value.toFixed(1) : Math.round(value)} ms`

const common = { absWorkingDir: root, bundle: true, format: 'esm', logLevel: 'warning' }
await build({ ...common, entryPoints: ['test/bench/sync/page.ts'], outfile: join(folder, 'page.js'), target: 'es2022', minify: true })
// Beside the sources, so that packages are found.
const serverFile = join(root, 'node_modules/.tmp/bench-sync-server.mjs')
await build({ ...common, entryPoints: ['test/bench/sync/server.ts'], outfile: serverFile, platform: 'node', target: 'node20', packages: 'external' })

const server = spawn(process.execPath, [serverFile, join(folder, 'page.js'), root], {
  env: { PATH: process.env.PATH, SERVUS_URL: 'http://127.0.0.1:1', SERVUS_DATA: join(folder, 'data'), PORT: String(20_000 + process.pid % 20_000) }, stdio: ['ignore', 'pipe', 'inherit'],
})
const [line] = await once(server.stdout, 'data')
const origin = `http://127.0.0.1:${/listening (\d+)/.exec(String(line))[1]}`
const ask = async path => (await fetch(origin + path)).json()

const browser = await chromium.launch({ executablePath: findChromium(), args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-quic'] })
async function inNewPage(context, task) {
  const page = await context.newPage()
  await page.goto(`${origin}/bench.html`)
  await page.waitForFunction(() => window.bench !== undefined)
  try {
    return await task(page)
  } finally {
    await page.close()
  }
}
async function inNewProfile(task) {
  const context = await browser.newContext()
  try {
    return await task(context)
  } finally {
    await context.close()
  }
}

console.log(`seed ${seed}, ${rounds} rounds, median; longest: the longest time for which the page could do nothing else`)
try {
  if (parts.has('load')) {
    console.log('\nfirst load      rows      servus   plain bulkPut   ratio   longest   tasks over 50 ms   (plain: longest)')
    for (const rows of sizes) {
      const person = await ask(`/bench/fill?rows=${rows}&seed=${seed}`)
      const found = []
      for (let round = 0; round < rounds; round++) found.push(await inNewProfile(context => inNewPage(context, page => page.evaluate(who => window.bench.firstLoad(who), person))))
      const ratio = median(found.map(({ load, floor }) => load.ms / floor.ms))
      console.log([
        ' '.repeat(11), String(found[0].rows).padStart(8), ms(median(found.map(one => one.load.ms))).padStart(11), ms(median(found.map(one => one.floor.ms))).padStart(15),
        ratio.toFixed(2).padStart(7), ms(Math.max(...found.map(one => one.load.longest))).padStart(9), String(Math.max(...found.map(one => one.load.longTasks))).padStart(18),
        ms(median(found.map(one => one.floor.longest))).padStart(18),
      ].join(' '))
    }
  }
  if (parts.has('open')) {
    const person = await ask(`/bench/fill?rows=10000&seed=${seed + 1}`)
    await inNewProfile(async context => {
      await inNewPage(context, page => page.evaluate(who => window.bench.firstLoad(who).then(() => undefined), person))
      const opens = []
      for (let round = 0; round < rounds; round++) opens.push(await inNewPage(context, page => page.evaluate(() => window.bench.warmOpen())))
      const show = (name, pick) => console.log(`  ${name.padEnd(52)} ${ms(median(opens.map(open => pick(open).ms)))}, longest ${ms(Math.max(...opens.map(open => pick(open).longest)))}`)
      console.log(`\nwarm open over 10,000 rows (${opens[0].requests} open requests)`)
      show('list of open requests, databases not open yet', open => open.list)
      show('the same again', open => open.again)
      show('one request with its thread', open => open.one)
      const changes = []
      for (let round = 0; round < rounds + 2; round++) {
        await ask(`/bench/change?account=${person.account}&member=${person.member}`)
        changes.push(await inNewPage(context, page => page.evaluate(who => window.bench.pullChange(who), person)))
      }
      console.log(`  ${'pull after one change'.padEnd(52)} ${ms(median(changes.map(change => change.ms)))}, longest ${ms(Math.max(...changes.map(change => change.longest)))}`)
    })
  }
  if (parts.has('writes')) {
    const count = 1000
    const person = await ask(`/bench/fill?rows=1000&seed=${seed + 2}`)
    const found = await inNewProfile(context => inNewPage(context, page => page.evaluate(([who, many]) => window.bench.writes(who, many), [person, count])))
    console.log(`\n${count} offline writes, one after the other`)
    for (const [name, key] of [['durable on the phone', 'durable'], ['shown, all of them pending', 'shown'], ['sent to the server', 'sent'], ['arrived by the feed', 'arrived']]) {
      console.log(`  ${name.padEnd(52)} ${ms(found[key].ms)} (${ms(found[key].ms / count)} each), longest ${ms(found[key].longest)}`)
    }
  }
  if (parts.has('content')) {
    await ask('/bench/content?rows=2000')
    const first = await inNewProfile(context => inNewPage(context, page => page.evaluate(() => window.bench.content())))
    await new Promise(resolve => setTimeout(resolve, 4000))
    const second = await inNewProfile(context => inNewPage(context, page => page.evaluate(() => window.bench.content())))
    console.log('\nfirst load of public content, 2,000 rows of 4 KB')
    console.log(`  ${'in pages (no snapshot yet, one is being made)'.padEnd(52)} ${ms(first.ms)}, longest ${ms(first.longest)}`)
    console.log(`  ${'from the snapshot'.padEnd(52)} ${ms(second.ms)}, longest ${ms(second.longest)}`)
  }
  console.log('\nthe server\'s side: npm run bench -- pull, npm run bench -- push, npm run bench -- streams')
} finally {
  await browser.close()
  server.kill('SIGTERM')
  rmSync(folder, { recursive: true, force: true })
}
