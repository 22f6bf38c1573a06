// npm run bench -- <name>: builds where it measures what is built, then measures. Figures are printed, never asserted.
import { readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { ensureBuilt } from '../../src/build/ensure-built.mjs'

const folder = fileURLToPath(new URL('.', import.meta.url))
const benches = readdirSync(folder).filter(name => name.endsWith('.bench.mjs')).map(name => name.replace('.bench.mjs', ''))
const name = process.argv[2]
if (!name || !benches.includes(name)) {
  console.error(`npm run bench -- <${benches.join(' | ')}>`)
  process.exit(2)
}
// These bundle the sources that they measure.
if (!['sync', 'pull', 'push', 'streams', 'desk'].includes(name)) ensureBuilt()
await import(`./${name}.bench.mjs`)
