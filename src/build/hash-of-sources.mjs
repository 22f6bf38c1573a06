import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

const roots = ['src', 'public']
const files = ['index.html', 'vite.config.ts', 'package-lock.json']

function* filesBelow(folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) yield* filesBelow(path)
    else yield path
  }
}

/** Tells whether what was built is still what would be built: a hash over everything that goes into the build. */
export function hashOfSources(root) {
  const hash = createHash('sha256')
  for (const folder of roots) {
    for (const path of filesBelow(join(root, folder))) hash.update(path.slice(root.length)).update(readFileSync(path))
  }
  for (const name of files) hash.update(name).update(readFileSync(join(root, name)))
  return hash.digest('hex')
}
