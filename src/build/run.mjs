// npm run content -- <folder>: builds if needed, then runs one of the server's own commands.
import { ensureBuilt, root } from './ensure-built.mjs'

const [name, ...rest] = process.argv.slice(2)
ensureBuilt()
process.argv = [process.argv[0], `${root}/dist/server/${name}.js`, ...rest]
await import(`${root}/dist/server/${name}.js`)
