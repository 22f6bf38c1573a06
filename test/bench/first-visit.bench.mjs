// What a first visit to the home page costs on slow 4G (562 ms, 1.44/0.675 Mbit/s) with a CPU four times slower:
// largest contentful paint, script before it, and what the service worker keeps. Median of several runs, each in a new profile.
import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, readdirSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { chromium } from 'playwright-core'
import { findChromium } from '../find-chromium.mjs'

const root = fileURLToPath(new URL('../..', import.meta.url))
const runs = Number(process.env.RUNS ?? 5)
const port = 8190
const url = `http://localhost:${port}/en/`
const slow4g = { offline: false, latency: 562, downloadThroughput: 1.44e6 / 8, uploadThroughput: 0.675e6 / 8 }
const median = values => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)]

const data = mkdtempSync(join(tmpdir(), 'servus-bench-'))
const server = spawn(process.execPath, [join(root, 'dist/server/main.js')], { cwd: root, env: { PATH: process.env.PATH, NODE_ENV: 'production', PORT: String(port), SERVUS_DATA: data }, stdio: 'ignore' })
for (let tries = 0; tries < 200 && !(await fetch(url).then(answer => answer.ok, () => false)); tries++) await new Promise(resolve => setTimeout(resolve, 100))
await fetch(url).then(answer => answer.text())

const browser = await chromium.launch({ executablePath: findChromium(), args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-quic'] })

async function firstVisit() {
  const context = await browser.newContext({ viewport: { width: 390, height: 844 }, serviceWorkers: 'block' })
  const page = await context.newPage()
  const session = await context.newCDPSession(page)
  await session.send('Network.enable')
  await session.send('Network.emulateNetworkConditions', slow4g)
  await session.send('Emulation.setCPUThrottlingRate', { rate: 4 })
  await page.goto(url, { waitUntil: 'load' })
  await page.waitForFunction(() => performance.getEntriesByName('servus-mounted').length > 0)
  await page.waitForTimeout(4000)
  const paint = await page.evaluate(() => new Promise(resolve => {
    new PerformanceObserver(list => {
      const last = list.getEntries().at(-1)
      resolve({ lcp: last.startTime, element: last.element?.tagName, text: last.element?.textContent?.slice(0, 60) })
    }).observe({ type: 'largest-contentful-paint', buffered: true })
  }))
  const fcp = await page.evaluate(() => performance.getEntriesByName('first-contentful-paint')[0]?.startTime)
  const { mountedAt, before, after } = await page.evaluate(() => {
    const mountedAt = performance.getEntriesByName('servus-mounted')[0].startTime
    const scripts = performance.getEntriesByType('resource').filter(entry => /\.js$/.test(new URL(entry.name).pathname))
    const paths = wanted => scripts.filter(wanted).map(entry => new URL(entry.name).pathname)
    return { mountedAt, before: paths(entry => entry.responseEnd <= mountedAt), after: paths(entry => entry.responseEnd > mountedAt) }
  })
  await context.close()
  return { ...paint, fcp, mountedAt, before, after }
}

const visits = []
for (let run = 0; run < runs; run++) visits.push(await firstVisit())
const gz = path => gzipSync(readFileSync(join(root, 'dist/portal', path)), { level: 9 }).length
console.log(`LCP  median ${Math.round(median(visits.map(visit => visit.lcp)))} ms of ${runs} runs (${visits.map(visit => Math.round(visit.lcp)).join(', ')}), element ${visits[0].element} "${visits[0].text}"`)
console.log(`FCP  median ${Math.round(median(visits.map(visit => visit.fcp)))} ms`)
const kilobytes = paths => (paths.reduce((sum, path) => sum + gz(path), 0) / 1024).toFixed(1)
const [{ before, after }] = visits
console.log(`alive (hydrated) median ${Math.round(median(visits.map(visit => visit.mountedAt)))} ms`)
console.log(`script loaded until then: ${before.length} files, ${kilobytes(before)} KB gz; after it, when idle: ${after.length} files, ${kilobytes(after)} KB gz`)

const worker = readFileSync(join(root, 'dist/portal/sw.js'), 'utf8')
const kept = [...worker.matchAll(/url:"([^"]+)"|"url":"([^"]+)"/g)].map(match => match[1] ?? match[2])
const sizes = kept.map(path => statSync(join(root, 'dist/portal', path)).size)
console.log(`kept by the service worker: ${kept.length} files, ${(sizes.reduce((sum, size) => sum + size, 0) / 1024).toFixed(0)} KB, ${(kept.reduce((sum, path) => sum + gz(path), 0) / 1024).toFixed(0)} KB gz`)
console.log(`all of dist/portal/assets: ${readdirSync(join(root, 'dist/portal/assets')).filter(name => /\.js$/.test(name)).length} scripts`)

await browser.close()
server.kill('SIGTERM')
rmSync(data, { recursive: true, force: true })
