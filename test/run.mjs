// npm test: everything that runs in Node, then real browsers against the built product; types and the simulation use the time in which
// browsers wait, at the lowest priority. The last line counts from the runners' own reports.
import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { constants, setPriority, tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { findChromium } from './find-chromium.mjs'

const root = fileURLToPath(new URL('..', import.meta.url))
const reports = mkdtempSync(join(tmpdir(), 'servus-test-'))
const counts = { passed: 0, failed: 0, skipped: 0 }
const isLong = process.argv.includes('--full')
const env = { ...process.env, NODE_ENV: 'test', ...(isLong ? { SERVUS_LONG: '1' } : {}) }

// What steps aside does not hear of Ctrl+C by itself.
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => process.exit(130))

/** The lowest priority for a process that leads a session of its own: Linux weighs sessions against each other first, and only then what is in them. */
function stepAside(pid) {
  setPriority(pid, constants.priority.PRIORITY_LOW)
  const session = `/proc/${pid}/autogroup`
  if (existsSync(session)) writeFileSync(session, '19')
  process.on('exit', () => {
    try {
      process.kill(-pid)
    } catch {
      // It has ended already.
    }
  })
}

/** Runs one step; `isBeside`: at the lowest priority, and what it says is shown once it has ended. Answers whether it was good. */
function step(title, command, args, { more = {}, isBeside = false } = {}) {
  const startedAt = Date.now()
  const said = []
  const child = spawn(command, args, { cwd: root, stdio: isBeside ? ['ignore', 'pipe', 'pipe'] : 'inherit', env: { ...env, ...more }, detached: isBeside })
  if (isBeside) {
    stepAside(child.pid)
    for (const stream of [child.stdout, child.stderr]) stream.on('data', text => said.push(text))
  } else console.log(`\n== ${title}`)
  return new Promise(resolve => child.on('close', status => {
    if (isBeside) console.log(`\n== ${title}\n${Buffer.concat(said)}`)
    console.log(`== ${title}: ${status === 0 ? 'good' : 'FAILED'} in ${Math.round((Date.now() - startedAt) / 1000)} s`)
    resolve(status === 0)
  }))
}

/** A step without a report of its own counts as one. */
const countOne = isGood => { counts[isGood ? 'passed' : 'failed'] += 1 }

async function runVitest(title, args, options) {
  const report = join(reports, `${title}.json`)
  const isGood = await step(title, 'npx', ['vitest', 'run', ...args, '--reporter=default', '--reporter=json', `--outputFile.json=${report}`], options)
  try {
    const { numPassedTests, numFailedTests, numPendingTests, numTodoTests, numFailedTestSuites, testResults } = JSON.parse(readFileSync(report, 'utf8'))
    counts.passed += numPassedTests
    counts.failed += numFailedTests
    counts.skipped += numPendingTests + numTodoTests
    const brokenFiles = testResults.filter(file => file.status === 'failed' && file.assertionResults.every(test => test.status !== 'failed')).length
    counts.failed += brokenFiles
    if (!isGood && numFailedTests + brokenFiles + numFailedTestSuites === 0) countOne(false)
  } catch {
    countOne(false)
  }
}

const simulation = 'test/sync/simulation.test.ts'

async function runBeside() {
  countOne(await step('types', 'npx', ['vue-tsc', '--build'], { isBeside: true }))
  await runVitest('simulation', [simulation], { isBeside: true })
}

async function runBrowsers() {
  const isBuilt = await step('build', process.execPath, ['-e', "import('./src/build/ensure-built.mjs').then(({ ensureBuilt }) => ensureBuilt())"], { more: { NODE_ENV: 'production' } })
  countOne(isBuilt)
  if (!isBuilt) return
  const chromium = findChromium()
  if (chromium) await runVitest('browser', ['--mode', 'e2e'], { more: { TEST_CHROMIUM: chromium } })
  else countOne(false)
}

await runVitest('unit-and-server', ['--exclude', simulation])
await Promise.all([runBeside(), runBrowsers()])

rmSync(reports, { recursive: true, force: true })
console.log(`\n${counts.passed} passed, ${counts.failed} failed${counts.skipped > 0 ? `, ${counts.skipped} skipped` : ''}`)
process.exitCode = counts.failed > 0 ? 1 : 0
