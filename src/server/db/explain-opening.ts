import { DatabaseProblem } from './database-problem.ts'
import type { DatabasePlace } from './database.ts'

const codeOf = (error: unknown) => (error instanceof Error && 'code' in error ? String(error.code) : '')

/** Why a database could not be opened, in words for whoever runs the server; what needs a look at the code stays as it is. */
export function explainOpening(error: unknown, { url, folder }: DatabasePlace): unknown {
  if (error instanceof DatabaseProblem) return error
  const words = url ? explainPostgres(codeOf(error), url) : explainFolder(codeOf(error), folder)
  return words === undefined ? error : new DatabaseProblem(words, { cause: error })
}

function explainPostgres(code: string, url: string): string | undefined {
  const { host, pathname, username } = new URL(url)
  switch (code) {
    case 'ECONNREFUSED': case 'ENOTFOUND': case 'EAI_AGAIN': case 'ETIMEDOUT': case 'EHOSTUNREACH':
      return `PostgreSQL at ${host} does not answer (${code}). Look whether it runs and whether DATABASE_URL names the right machine and port.`
    case '28P01': case '28000': return `PostgreSQL at ${host} does not let the user "${username}" in. Look at user and password in DATABASE_URL.`
    case '3D000': return `PostgreSQL at ${host} has no database "${pathname.slice(1)}". Make it first: createdb ${pathname.slice(1)}`
    case '42501': return `The user "${username}" may not make tables in the database "${pathname.slice(1)}". Make this user its owner.`
    case 'XX001': case 'XX002': return `PostgreSQL at ${host} reports that its data are damaged (${code}). Nothing was changed. Put the newest backup in their place: npm run restore -- <backup> --replace`
    default: return undefined
  }
}

export const damagedWords = (folder: string) =>
  `The database in ${folder} is damaged and was left as it is. Put the newest backup in its place: npm run restore -- <backup> --replace`

function explainFolder(code: string, folder: string): string | undefined {
  switch (code) {
    case 'EACCES': case 'EPERM': case 'EROFS': case 'SQLITE_CANTOPEN': case 'SQLITE_READONLY':
      return `The folder ${folder} cannot be written to. Give this user the right to, or name another folder with SERVUS_DATA.`
    case 'ENOTDIR': case 'EEXIST': return `${folder} cannot be a folder: there is a file of this name, or on the way to it. Name another folder with SERVUS_DATA.`
    case 'ENOSPC': case 'SQLITE_FULL': return `The disk that holds ${folder} is full. Nothing was changed; make room and start again.`
    case 'SQLITE_NOTADB': case 'SQLITE_CORRUPT': return damagedWords(folder)
    default: return undefined
  }
}
