import { createHash } from 'node:crypto'
import { cpSync, existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const built = fileURLToPath(new URL('../../dist', import.meta.url))

/** What the pages of a made-up next version carry, for tests to tell it from the one before. */
export const mark = 'next-version'

/**
 * The built product once more, as the next version of it: a page of another name for the requests, a mark in the shell, and a worker that
 * lists both. Returns the folder for SERVUS_DIST and what removes it again.
 */
export function makeNextBuild(): { folder: string, gone: string, remove: () => void } {
  const folder = mkdtempSync(join(tmpdir(), 'servus-next-'))
  cpSync(built, folder, { recursive: true })
  const portal = join(folder, 'portal')
  const assets = join(portal, 'assets')
  // The bundles find the server's packages from where they lie.
  symlinkSync(fileURLToPath(new URL('../../node_modules', import.meta.url)), join(folder, 'node_modules'))
  const old = readdirSync(assets).find(name => /^AccountPage-.*\.js$/.test(name))!
  const next = old.replace(/-.*\.js$/, '-Newer123.js')
  for (const name of readdirSync(portal, { recursive: true, encoding: 'utf8' })) {
    if (/\.(js|html)$/.test(name)) change(join(portal, name), text => text.replaceAll(old, next))
  }
  for (const ending of ['', '.br', '.gz']) {
    if (!existsSync(join(assets, old + ending))) continue
    if (ending === '') writeFileSync(join(assets, next), readFileSync(join(assets, old)))
    rmSync(join(assets, old + ending))
  }
  change(join(portal, 'shell.html'), html => html.replace('<body>', `<body data-build="${mark}">`))
  const revision = createHash('md5').update(readFileSync(join(portal, 'shell.html'))).digest('hex')
  change(join(portal, 'sw.js'), code => code.replace(/("?revision"?:\s*["'`])[0-9a-f]{32}(["'`],\s*"?url"?:\s*["'`]shell\.html)/, `$1${revision}$2`))
  return { folder, gone: `/assets/${old}`, remove: () => rmSync(folder, { recursive: true, force: true }) }
}

/** A changed file, without the compressed forms of what it was before. */
function change(file: string, by: (text: string) => string) {
  const before = readFileSync(file, 'utf8')
  const after = by(before)
  if (after === before) return
  writeFileSync(file, after)
  for (const ending of ['.br', '.gz']) rmSync(file + ending, { force: true })
}
