import { createHash } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { build as bundle } from 'esbuild'

/** Makes the part of the worker that it imports when it has something to send, beside the built app, and tells the worker its name. */
export async function addWorkerEngine(root, portal) {
  const { outputFiles: [engine] } = await bundle({
    absWorkingDir: root,
    entryPoints: ['src/worker/engine.ts'],
    bundle: true,
    write: false,
    minify: true,
    format: 'iife',
    platform: 'browser',
    target: 'es2022',
    define: { 'process.env.NODE_ENV': '"production"' },
    logLevel: 'warning',
  })
  const address = `/assets/worker-engine-${createHash('sha256').update(engine.contents).digest('hex').slice(0, 8)}.js`
  writeFileSync(portal + address, engine.contents)
  const worker = readFileSync(`${portal}/sw.js`, 'utf8')
  if (!worker.includes('__WORKER_ENGINE__')) throw new Error('the worker does not ask for its engine')
  writeFileSync(`${portal}/sw.js`, worker.replaceAll('__WORKER_ENGINE__', JSON.stringify(address)))
}
