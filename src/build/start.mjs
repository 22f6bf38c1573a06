// npm start: builds if needed, then becomes the server.
import { ensureBuilt, root } from './ensure-built.mjs'

ensureBuilt()
process.env.NODE_ENV ??= 'production'
await import(`${root}/dist/server/main.js`)
