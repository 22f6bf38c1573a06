import { ConfigProblem, loadConfig } from './config.ts'
import { DatabaseProblem } from './db/database-problem.ts'
import { findRoot } from './find-root.ts'
import { consoleLog } from './log.ts'
import { startServer } from './server.ts'
import { writeWelcome } from './welcome.ts'

try {
  const config = loadConfig(process.env, findRoot(import.meta.url))
  const log = consoleLog()
  const server = await startServer(config, log)
  const stop = () => {
    server.stop().then(
      () => process.exit(0),
      (error: unknown) => {
        log.error('The server did not end cleanly', error)
        process.exit(1)
      },
    )
  }
  // Signals often come twice, from a terminal and from npm: the second must not cut the first one's clean end.
  process.on('SIGTERM', stop)
  process.on('SIGINT', stop)
  process.stdout.write(writeWelcome(config))
} catch (error) {
  process.stderr.write(`${explain(error)}\n`)
  process.exit(1)
}

function explain(error: unknown): string {
  if (error instanceof ConfigProblem || error instanceof DatabaseProblem) return error.message
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  if (code === 'EADDRINUSE') return 'The port is in use by another program. Choose another one with PORT, for example PORT=8081.'
  if (code === 'EACCES') return 'This port may not be opened without special rights. Choose one from 1024 on with PORT.'
  return error instanceof Error ? (error.stack ?? error.message) : String(error)
}
