// The real server, which on a word from its parent tells every stream that the public content is new. Bundled and started by streams.bench.mjs.
import { loadConfig } from '#server/config.ts'
import { makeLog } from '#server/log.ts'
import { startServer } from '#server/server.ts'

const { installation, stop } = await startServer(loadConfig(process.env, process.cwd()), makeLog(line => { if (line.includes('"error"')) process.stderr.write(line) }))
process.on('message', ({ version }: { version: number }) => {
  process.send?.(performance.timeOrigin + performance.now())
  installation.hints.tell({ scope: 'pub', version })
})
process.on('SIGTERM', () => void stop().then(() => process.exit(0)))
process.send?.('ready')
