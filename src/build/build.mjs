// Builds everything into dist/: the clients' app with its worker, the same app for the server's rendering, the desk, the server.
import { createHash } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { build as bundle } from 'esbuild'
import { build } from 'vite'
import { compressFiles } from './compress-files.mjs'
import { hashOfSources } from './hash-of-sources.mjs'
import { addWorkerEngine } from './worker-engine.mjs'

const root = fileURLToPath(new URL('../..', import.meta.url))
const sources = hashOfSources(root)
process.env.SERVUS_BUILD_ID = createHash('sha256').update(sources).digest('hex').slice(0, 16)

process.chdir(root)
for (const mode of ['portal', 'ssr', 'desk']) {
  console.log(`building ${mode} ...`)
  await build({ mode, logLevel: 'warn' })
}

await addWorkerEngine(root, `${root}/dist/portal`)

console.log('building server ...')
await bundle({
  absWorkingDir: root,
  entryPoints: { main: 'src/server/main.ts', content: 'src/server/content/main.ts', staff: 'src/server/identity/main.ts',
    backup: 'src/server/backup/backup-main.ts', restore: 'src/server/backup/restore-main.ts', doctor: 'src/server/backup/doctor-main.ts', parked: 'src/server/sync/main.ts' },
  outdir: 'dist/server',
  bundle: true,
  platform: 'node',
  format: 'esm',
  target: 'node20',
  packages: 'external',
  sourcemap: true,
  logLevel: 'warning',
})
compressFiles(`${root}/dist/portal`)
compressFiles(`${root}/dist/desk`)
writeFileSync(`${root}/dist/build-id`, process.env.SERVUS_BUILD_ID)
writeFileSync(`${root}/dist/sources`, sources)
console.log('built')
