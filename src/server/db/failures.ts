const codeOf = (error: unknown) => (error instanceof Error && 'code' in error ? String(error.code) : '')

/** PostgreSQL and SQLite, in that order. */
const uniqueCodes: readonly string[] = ['23505', 'SQLITE_CONSTRAINT_UNIQUE', 'SQLITE_CONSTRAINT_PRIMARYKEY']

/** Whether a row with this key was there already: often another process was first. */
export const isUniqueViolation = (error: unknown) => uniqueCodes.includes(codeOf(error))

/** PostgreSQL: serialisation failure, deadlock. Both mean "again, please". */
export const isAskingAgain = (error: unknown) => ['40001', '40P01'].includes(codeOf(error))

/**
 * What has nothing to do with the command that met it (PostgreSQL's appendix A, SQLite's result codes, Node's system errors): a lost
 * connection (08), a transaction to be run again (40), a full disk or memory (53), a lock or time-out (55P03, 57), a standby (25006), the system (58).
 */
const passingCodes = [
  /^(?:08|40|53|57|58)...$/, /^(?:55P03|25006|25P0[234])$/,
  /^SQLITE_(?:BUSY|LOCKED|FULL|IOERR|CANTOPEN|READONLY|NOMEM|INTERRUPT|PROTOCOL)(?:_|$)/,
  /^(?:ECONN(?:REFUSED|RESET|ABORTED)|EPIPE|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|ENOTFOUND|EAI_AGAIN|ENOSPC|EDQUOT|EROFS|EIO|EMFILE|ENFILE|ENOMEM)$/,
]
/** The clients' own words, which come without a code. */
const passingWords = /^Connection terminated|^timeout exceeded when trying to connect|not queryable$|^Cannot use a pool after|database connection is not open|driver has already been destroyed/

/**
 * Whether a failure lies in the surroundings and passes with them, so that trying again is right however often it happens. Looks through
 * the causes that errors name.
 */
export function isPassing(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  const code = codeOf(error)
  return passingCodes.some(pattern => pattern.test(code)) || passingWords.test(error.message) || isPassing(error.cause)
}
