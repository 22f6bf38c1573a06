// What the SQL of one pull costs while the database grows a thousandfold; both databases.
// SIZES=1000,1000000 DATABASES=sqlite,postgres npm run bench -- pull
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { build } from 'esbuild'

const root = fileURLToPath(new URL('../..', import.meta.url))
// Beside the packages, so that they are found.
const outfile = join(root, 'node_modules/.tmp/bench-pull.mjs')
await build({
  absWorkingDir: root, entryPoints: ['test/bench/pull/measure.ts'], outfile, bundle: true, format: 'esm', platform: 'node', target: 'node20', packages: 'external', logLevel: 'warning',
})
await import(pathToFileURL(outfile).href)
