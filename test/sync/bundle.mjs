// Bundles the simulation and a tab's code for Node, with one rule broken where a mutant is named. The tab's bundle is loaded once for each tab
// (`?realm=1`, `?realm=2`), and finds the clock, the timers, the randomness and the locks of its tab where a browser has them.
import { mkdirSync, readFileSync, rmSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { build } from 'esbuild'

export const root = fileURLToPath(new URL('../..', import.meta.url))
const here = dirname(fileURLToPath(import.meta.url))

/** Node's own randomness, waiting and compressing, replaced by what the seed decides: see platform/seeded-*.ts. */
const seeded = {
  name: 'seeded-node',
  setup({ onResolve }) {
    // This very file is not for the bundle: it finds its folder by its own address.
    onResolve({ filter: /\/bundle\.mjs$/ }, () => ({ path: import.meta.url, external: true }))
    onResolve({ filter: /^node:(?:crypto|timers\/promises|zlib)$/ }, ({ path, importer }) =>
      importer.includes('/src/server/') ? { path: join(here, 'platform', `seeded-${path.slice(5).replace('/', '-')}.ts`) } : { path, external: true })
  },
}

const broken = mutant => ({
  name: 'mutant',
  setup({ onLoad }) {
    onLoad({ filter: new RegExp(`/${mutant.file.replaceAll('.', '\\.')}$`) }, ({ path }) => {
      const text = readFileSync(path, 'utf8')
      if (text.split(mutant.find).length !== 2) throw new Error(`${mutant.name}: "${mutant.find}" is not once in ${relative(root, path)}`)
      return { contents: text.replace(mutant.find, () => mutant.replace), loader: 'ts' }
    })
  },
})

const realms = `const { navigator, crypto, setTimeout, clearTimeout, Date, performance } = globalThis.servusTab(new URL(import.meta.url).searchParams.get('realm'))`

/** Bundles an entry of this folder, and the tab's code beside it; answers the address to import the entry from. */
export async function bundle(entry, mutant) {
  // A folder of its own for each process: another that bundles at the same time must not write what this one runs.
  const outdir = join(root, 'node_modules/.cache/servus-sync', `${mutant?.name ?? 'whole'}-${entry}-${process.pid}`)
  mkdirSync(outdir, { recursive: true })
  process.once('exit', () => rmSync(outdir, { recursive: true, force: true }))
  const options = {
    bundle: true, platform: 'node', target: 'node20', format: 'esm', packages: 'external', outdir, outExtension: { '.js': '.mjs' },
    sourcemap: 'inline', logLevel: 'warning', absWorkingDir: root, tsconfigRaw: {},
    alias: { '#server': './src/server', '#local': './src/local', '#domain': './src/domain', '#protocol': './src/protocol', '#words': './src/words' },
    plugins: [seeded, ...(mutant ? [broken(mutant)] : [])],
  }
  await Promise.all([
    build({ ...options, entryPoints: [join(here, `${entry}.ts`)] }),
    build({ ...options, entryPoints: [join(here, 'tab-code.ts')], banner: { js: realms } }),
  ])
  return pathToFileURL(join(outdir, `${entry}.mjs`)).href
}
