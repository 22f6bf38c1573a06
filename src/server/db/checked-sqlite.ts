import Database from 'libsql'
import type { SqliteDatabase, SqliteStatement } from 'kysely'

type Bound = string | number | null

/** What libsql would store wrongly, or abort the whole process over, is refused here before it gets there. */
function checkBind(value: unknown): Bound {
  if (value === null || value === undefined) return null
  if (typeof value === 'boolean') return value ? 1 : 0
  if (typeof value === 'number') {
    if (Number.isFinite(value) && (!Number.isInteger(value) || Number.isSafeInteger(value))) return value
    throw new TypeError(`The number ${value} cannot be stored without loss`)
  }
  if (typeof value === 'string') {
    if (!value.includes('\u0000')) return value
    throw new TypeError('A text with the character U+0000 cannot be stored')
  }
  throw new TypeError(`A value of type ${typeof value} cannot be stored`)
}

const nothing = { changes: 0, lastInsertRowid: 0 }
const keptStatements = 500

/** A libsql connection as Kysely's SQLite dialect wants it: every bind checked, statements prepared once. */
export class CheckedSqlite implements SqliteDatabase {
  readonly #database: Database.Database
  readonly #statements = new Map<string, SqliteStatement>()

  constructor(path: string) {
    this.#database = new Database(path, { timeout: 5_000 })
  }

  exec(statement: string) {
    this.#database.exec(statement)
  }

  prepare(text: string): SqliteStatement {
    const kept = this.#statements.get(text)
    if (kept) return kept
    const statement = this.#wrap(text)
    if (this.#statements.size >= keptStatements) this.#statements.clear()
    this.#statements.set(text, statement)
    return statement
  }

  #wrap(text: string): SqliteStatement {
    const statement = this.#database.prepare(text)
    return {
      reader: statement.reader,
      all: parameters => statement.all(parameters.map(checkBind)),
      // A full disk has rolled the transaction back already: to be told only that would hide why.
      run: parameters => (text === 'rollback' && !this.#database.inTransaction ? nothing : statement.run(parameters.map(checkBind))),
      iterate: parameters => statement.iterate(parameters.map(checkBind)),
    }
  }

  close() {
    this.#statements.clear()
    this.#database.close()
  }
}
