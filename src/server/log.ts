export type LogDetails = Record<string, string | number | boolean | undefined>

/** Lines for the person who runs the server. No personal data but where a code has to be handed over by hand. */
export type Log = {
  info: (message: string, details?: LogDetails) => void
  warn: (message: string, details?: LogDetails) => void
  /** A bug or a broken part: the stack is kept here and nowhere else. */
  error: (message: string, error: unknown, details?: LogDetails) => void
}

/** One line of the log: time, level, message, then details as JSON. `write` gets whole lines. */
export function makeLog(write: (line: string) => void, now: () => number = Date.now): Log {
  const put = (level: string, message: string, details?: LogDetails) => {
    const more = details && Object.keys(details).length > 0 ? ` ${JSON.stringify(details)}` : ''
    write(`${new Date(now()).toISOString()} ${level} ${oneLine(message)}${more}\n`)
  }
  return {
    info: (message, details) => put('info', message, details),
    warn: (message, details) => put('warn', message, details),
    error: (message, error, details) =>
      put('error', message, { ...details, error: error instanceof Error ? (error.stack ?? error.message) : String(error) }),
  }
}

/** Line breaks in a message could forge further lines. */
const oneLine = (text: string) => text.replaceAll(/[\r\n\u2028\u2029]+/g, ' ')

export const consoleLog = () => makeLog(line => { process.stdout.write(line) })
