import type { Role } from '#domain/request/actor.ts'
import { roles } from '#domain/request/actor.ts'
import type { Language } from '#domain/language.ts'
import type { Db } from '../db/tables.ts'
import { addStaff } from './staff-repository.ts'

const people: readonly { email: string, name: string, roles: readonly Role[] }[] = [
  { email: 'reception@demo.example', name: 'Anna', roles: ['reception'] },
  { email: 'executor@demo.example', name: 'Viktor', roles: ['executor'] },
  { email: 'support@demo.example', name: 'Maja', roles: ['support'] },
  { email: 'manager@demo.example', name: 'Sofia', roles: ['manager'] },
  { email: 'all@demo.example', name: 'Alex', roles },
]

/** The demo business's staff: one for each role, and one who does everything, as in a small shop. */
export async function addDemoStaff(db: Db, language: Language, now: number): Promise<void> {
  for (const person of people) await addStaff(db, { ...person, language }, now)
}

export const demoAddresses = people.map(({ email, name, roles }) => ({ email, name, roles }))
