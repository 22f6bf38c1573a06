import * as v from 'valibot'
import { roles, type Role } from '#domain/request/actor.ts'
import type { Language } from '#domain/language.ts'
import { filledText } from '#domain/text.ts'
import { emailSchema } from '#protocol/session.ts'
import type { Database } from '../db/database.ts'
import { addStaff, findStaff } from './staff-repository.ts'

export const staffUsage = `Adds a member of staff: npm run staff -- add <e-mail> <name> <role>[,<role>...]
  roles: ${roles.join(', ')}, or all
`

type StaffParts = { database: Database, language: Language, now: number, write: (text: string) => void }

/** Carries out `add <e-mail> <name> <roles>`. Answers the exit code: 2 where the words make no sense. */
export async function runStaffCommand(words: readonly string[], { database, language, now, write }: StaffParts): Promise<number> {
  const [verb, address, name, roleWords, ...others] = words
  const email = v.safeParse(emailSchema, address)
  const wanted = readRoles(roleWords)
  if (verb !== 'add' || !email.success || !v.is(filledText(100), name) || !wanted || others.length > 0) {
    write(staffUsage)
    return 2
  }
  if (await findStaff(database.db, { email: email.output })) {
    write(`${email.output} is a member of staff already\n`)
    return 1
  }
  await addStaff(database.db, { email: email.output, name, roles: wanted, language }, now)
  write(`${name} may now sign in at the desk with ${email.output}: ${wanted.join(', ')}\n`)
  return 0
}

function readRoles(text: string | undefined): readonly Role[] | undefined {
  if (text === 'all') return roles
  const named = text?.split(',') ?? []
  return named.length > 0 && named.every((name): name is Role => (roles as readonly string[]).includes(name)) ? named : undefined
}
