// npm run soak -- --schedules 1000 [--seed 1] [--steps 24]: the simulation at length. --only <seed> shows and shrinks one schedule.
import { fileURLToPath } from 'node:url'
import { bundle } from './bundle.mjs'

const [entry, ...rest] = process.argv.slice(2)
const address = await bundle(entry)
process.argv = [process.argv[0], fileURLToPath(address), ...rest.length ? rest : ['--all']]
await import(address)
