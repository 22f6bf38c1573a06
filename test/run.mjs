// npm test: types, then everything that runs in Node, then real browsers against the built product.
// The last line counts from the runners' own reports.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { findChromium } from './find-chromium.mjs'

const root = fileURLToPath(new URL('..', import.meta.url))
const reports = mkdtempSync(join(tmpdir(), 'servus-test-'))
const counts = { passed: 0, failed: 0, skipped: 0 }
const isLong = process.argv.includes('--full')
const env = { ...process.env, NODE_ENV: 'test', ...(isLong ? { SERVUS_LONG: '1' } : {}) }

function step(title, command, args, more = {}) {
  const startedAt = Date.now()
  console.log(`\n== ${title}`)
  const { status } = spawnSync(command, args, { cwd: root, stdio: 'inherit', env: { ...env, ...more } })
  console.log(`== ${title}: ${status === 0 ? 'good' : 'FAILED'} in ${Math.round((Date.now() - startedAt) / 1000)} s`)
  return status === 0
}

/** A step without a report of its own counts as one. */
const countOne = isGood => { counts[isGood ? 'passed' : 'failed'] += 1 }

function runVitest(title, args, more) {
  const report = join(reports, `${title}.json`)
  const isGood = step(title, 'npx', ['vitest', 'run', ...args, '--reporter=default', '--reporter=json', `--outputFile.json=${report}`], more)
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

countOne(step('types', 'npx', ['vue-tsc', '--build']))
runVitest('unit-and-server', [])
const isBuilt = step('build', process.execPath, ['-e', "import('./src/build/ensure-built.mjs').then(({ ensureBuilt }) => ensureBuilt())"], { NODE_ENV: 'production' })
countOne(isBuilt)
if (isBuilt) {
  const chromium = findChromium()
  if (chromium) runVitest('browser', ['--mode', 'e2e'], { TEST_CHROMIUM: chromium })
  else countOne(false)
}

rmSync(reports, { recursive: true, force: true })
console.log(`\n${counts.passed} passed, ${counts.failed} failed${counts.skipped > 0 ? `, ${counts.skipped} skipped` : ''}`)
process.exitCode = counts.failed > 0 ? 1 : 0
