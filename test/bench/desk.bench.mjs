// What the desk's lists and searches cost with 100,000 requests; both databases.
// SIZE=100000 DATABASES=sqlite,postgres npm run bench -- desk
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { build } from 'esbuild'

const root = fileURLToPath(new URL('../..', import.meta.url))
// Beside the packages, so that they are found.
const outfile = join(root, 'node_modules/.tmp/bench-desk.mjs')
await build({
  absWorkingDir: root, entryPoints: ['test/bench/desk/measure.ts'], outfile, bundle: true, format: 'esm', platform: 'node', target: 'node20', packages: 'external', logLevel: 'warning',
})
await import(pathToFileURL(outfile).href)
